# ruff: noqa: E501, RUF001 (prompts as people write them, a line each)
"""Prompts as people write them, and what is to be seen: the measure of how well prompts are understood.

A line: ``prompt | groups | place | weather | time | camera | style``. A group: ``count colour subject action``, joined
by ``+``; ``-`` is not said and not judged (a colour ``-`` must stay the subject's own). Lines with odd numbers were
looked at while the lexicon grew; even ones are held out for the report.
"""

from __future__ import annotations

import dataclasses

LINES = """
A golden retriever runs along the beach at sunset | 1 gold dog run | beach | - | sunset | - | -
Two kids flying a kite on a windy hill | - - - - + 1 - kite - | grassland | wind | - | - | -
An astronaut walks slowly on the moon | 1 - astronaut walk | moon | - | - | - | -
Rainy night in Tokyo, a red taxi drives down the street | 1 red car drive | - | rain | night | - | -
Three little pigs dancing in front of a barn | 3 - pig dance | farm | - | - | - | -
A lonely old man sits on a bench reading a newspaper in the autumn park | 1 - old_man read | park | leaves | - | - | -
Close-up of a white rabbit eating in a garden, watercolor style | 1 white rabbit eat | garden | - | - | zoom_in | watercolour
A flock of birds flies over snowy mountains at dawn | 7 - bird fly | mountain | snow | dawn | - | -
Panda eating bamboo while it gently snows | 1 - panda eat | bamboo_forest | snow | - | - | -
A giant dragon soars above a medieval castle during a thunderstorm | 1 - dragon fly | castle | storm | - | - | -
Hot air balloons drifting across a clear morning sky | 3 - hot_air_balloon float | sky | clear | morning | - | -
A sailboat crosses the calm ocean under a full moon | 1 - sailboat - | sea | - | night | - | -
Black cat sleeping by the window on a rainy afternoon | 1 black cat sleep | room | rain | afternoon | - | -
The girl in the yellow raincoat jumps in puddles | 1 yellow girl jump | - | rain | - | - | -
Blue whale swimming beneath the waves | 1 - whale swim | underwater | - | - | - | -
A steam train rushes through golden wheat fields, camera follows | 1 - train - | wheat_field | - | - | follow | -
Fireflies over a quiet lake at night, no people | - | lake | - | night | - | -
Robots cleaning a city street, neon cyberpunk style | 3 - robot - | street | - | - | - | neon
Five ducklings follow a duck across the pond | 5 - duck - + 1 - duck - | lake | - | - | - | -
Woman doing yoga on a mountain top at sunrise | 1 - woman stretch | mountain | - | dawn | - | -
A penguin slides across the ice in Antarctica under the northern lights | 1 - penguin - | snowfield | aurora | night | - | -
An elephant and a monkey walking through the jungle | 1 - elephant walk + 1 - monkey walk | jungle | - | - | - | -
Pixel art of a green frog jumping | 1 green frog jump | - | - | - | - | pixel
A boy kicks a red ball in the playground without any rain | 1 - boy kick + 1 red ball - | park | clear | - | - | -
Foggy forest with an owl sitting on a branch | 1 - owl sit | forest | fog | - | - | -
Cherry blossoms fall on an ancient temple | - | temple | petals | - | - | -
A couple of dolphins leap out of the sea in front of a sunset | 2 - dolphin jump | sea | - | sunset | - | -
Grandma drinks tea in her cozy living room | 1 - old_woman drink | room | - | - | - | -
A rocket launches into outer space | 1 - rocket fly | space | - | - | - | -
Brown horses gallop across the prairie, aerial view | 3 brown horse run | grassland | - | - | zoom_out | -
A ballerina spinning on a dark stage, film noir | 1 - dancer spin | stage | - | - | - | noir
The bear is fishing in the river | 1 - bear - | river | - | - | - | -
Yellow school bus parked outside a school in winter | 1 yellow bus stand | - | snow | - | - | -
Children building a snowman | 3 - child - + 1 - snowman - | snowfield | snow | - | - | -
A fox runs through fallen leaves in the woods | 1 - fox run | forest | leaves | - | - | -
A man with an umbrella waits for the bus in heavy rain | 1 - man stand + 1 - bus - | - | rain | - | - | -
Camera pans left over a village at dusk, ink wash painting | - | village | - | dusk | pan_left | ink
Purple butterfly on a white flower | 1 purple butterfly - + 1 white flower - | garden | - | - | - | -
UFO hovering over a farm at midnight | 1 - ufo fly | farm | - | night | - | -
Two robots, one red and one blue, wave at the crowd | 2 - robot wave | - | - | - | - | -
A lion laughing with a tiny mouse under a rainbow | 1 - lion laugh | grassland | rainbow | - | - | -
Sheep graze on green hills | 3 - sheep eat | grassland | - | - | - | -
Tropical fish swim around a coral reef | 3 - fish swim | underwater | - | - | - | -
A chef and a waiter clapping their hands | 2 - - clap | - | - | - | - | -
A dinosaur walks past an erupting volcano | 1 - dinosaur walk | volcano | - | - | - | -
Rain clouds clear and a boy looks at the stars | 1 - boy look_around | - | - | night | - | -
An airplane flies through storm clouds | 1 - airplane fly | - | storm | - | - | -
Time to relax: waves, sand, palm trees, and a cool breeze | - | beach | wind | - | - | -
The skateboarder in black does tricks downtown, handheld shot | - | city | - | - | handheld | -
A girl reads to her dog in the garden | 1 - girl read + 1 - dog - | garden | - | - | - | -
Ten lanterns float over the river at night | 10 - lantern float | river | - | night | - | -
A singing bird on the castle wall, papercut style | 1 - bird sing | castle | - | - | - | paper
The old woman cries in the rain | 1 - old_woman cry | - | rain | - | - | -
A pirate ship sails into a storm | 1 - sailboat sail | sea | storm | - | - | -
Turtle crawling toward the sea, slowly zooming out | 1 - turtle walk | beach | - | - | zoom_out | -
It was a bright spring morning; a kitten chased a butterfly | 1 - cat run + 1 - butterfly - | - | petals | morning | - | -
Cow jumping over the moon | 1 - cow jump | - | - | night | - | -
A cyclist rides across a long bridge, not at night | 1 - bicycle drive | bridge | - | morning | - | -
Meteor shower above the desert, a fox looks up | 1 - fox look_around | desert | meteors | night | - | -
Students bow to their teacher in the classroom | 3 - person bow + 1 - person - | classroom | - | - | - | -
一只橘猫趴在窗台上晒太阳 | 1 orange cat sleep | room | clear | - | - | -
三只小狗在草地上追逐一个红色的皮球 | 3 - dog run + 1 red ball - | grassland | - | - | - | -
夕阳下，一艘帆船缓缓驶向远方的小岛 | 1 - sailboat sail | island | - | sunset | - | -
小女孩撑着伞走在下雨的街道上 | 1 - girl walk | street | rain | - | - | -
宇航员在太空中漂浮，背后是蓝色的地球 | 1 - astronaut float | space | - | - | - | -
一群大雁飞过秋天的天空 | 6 - bird fly | sky | leaves | - | - | -
水墨画风格，老渔夫在江上划船 | 1 - boat sail | river | - | - | - | ink
熊猫在竹林里吃竹子 | 1 - panda eat | bamboo_forest | - | - | - | -
一辆黄色的出租车在夜晚的城市里飞驰 | 1 yellow car drive | city | - | night | - | -
大雪纷飞，两个孩子在堆雪人 | 2 - child - + 1 - snowman - | snowfield | snow | - | - | -
清晨的森林里雾气弥漫，一头小鹿在喝水 | - | forest | fog | morning | - | -
樱花树下，一位老奶奶在喝茶 | 1 - old_woman drink | - | petals | - | - | -
机器人在舞台上跳舞，镜头慢慢拉远 | 1 - robot dance | stage | - | - | zoom_out | -
蓝色的鲸鱼跃出海面 | 1 blue whale jump | sea | - | - | - | -
沙漠中有一只骆驼，风沙很大 | - | desert | sandstorm | - | - | -
赛博朋克风格的都市，飞行的汽车穿梭在高楼之间 | 1 - car fly | city | - | - | - | neon
两只企鹅在冰面上滑冰 | 2 - penguin skate | snowfield | - | - | - | -
元宵节的夜晚，古镇里挂满了红灯笼 | - red lantern - | village | - | night | - | -
一个男孩骑着自行车穿过麦田 | 1 - bicycle drive | wheat_field | - | - | - | -
火箭发射升空，没有云 | 1 - rocket fly | - | clear | - | - | -
巨大的恐龙在火山旁边奔跑，手持镜头 | 1 - dinosaur run | volcano | - | - | handheld | -
星空下，一家人围着篝火唱歌 | - - - sing | - | - | night | - | -
小白兔在花园里蹦蹦跳跳 | 1 white rabbit jump | garden | - | - | - | -
狐狸和猫头鹰在月光下的树林里聊天 | 1 - fox - + 1 - owl - | forest | - | night | - | -
五颜六色的热气球飘在空中 | - - hot_air_balloon float | sky | - | - | - | -
一匹白马在草原上奔跑，天边出现了彩虹 | 1 white horse run | grassland | rainbow | - | - | -
暴风雨中，一艘小船在大海上颠簸 | 1 - boat - | sea | storm | - | - | -
穿蓝色校服的学生在教室里读书 | 1 blue person read | classroom | - | - | - | -
秋天的公园里落叶满地，一位老人在散步 | 1 - old_man walk | park | leaves | - | - | -
老爷爷和小孙子在湖边钓鱼 | 1 - old_man sit | lake | - | - | - | -
足球场上，十个男孩在踢足球 | 10 - boy kick + 1 - ball - | stadium | - | - | - | -
金色的龙在云海中盘旋 | 1 gold dragon fly | sky | - | - | - | -
小鸭子排着队过马路 | - - duck - | street | - | - | - | -
不下雨的早晨，妈妈在阳台上伸懒腰 | 1 - woman stretch | - | clear | morning | - | -
深夜的火车穿过雪山 | 1 - train - | mountain | - | night | - | -
一条绿色的鱼在水草间游来游去 | 1 green fish swim | underwater | - | - | - | -
侠客站在山顶上，狂风吹动他的斗篷 | 1 - man stand | mountain | wind | - | - | -
四只小猴子爬树 | 4 - monkey climb | jungle | - | - | - | -
村口的老牛正在吃草，炊烟袅袅 | 1 - cow eat | village | - | - | - | -
海边日出，海鸥飞翔，没有人 | 1 - bird fly | beach | - | dawn | - | -
像素风格的小人在城堡前跳跃 | 1 - person jump | castle | - | - | - | pixel
一朵粉色的荷花在池塘里随风摇曳 | 1 pink flower - | lake | wind | - | - | -
极光下的雪原，一只白狐回头张望 | 1 white fox look_around | snowfield | aurora | night | - | -
外星飞船降落在农场上空 | 1 - ufo - | farm | - | - | - | -
舞者在雨中旋转 | 1 - dancer spin | - | rain | - | - | -
镜头向右平移，展现傍晚的江南水乡 | - | village | - | dusk | pan_right | -
妹妹哭了，哥哥哈哈大笑 | 1 - girl cry + 1 - boy laugh | - | - | - | - | -
大象用鼻子喷水 | 1 - elephant - | grassland | - | - | - | -
黑白老电影风格，一位绅士向女士鞠躬 | 1 - man bow + 1 - woman - | - | - | - | - | noir
一架银色的飞机飞过乌云密布的天空 | 1 silver airplane fly | sky | overcast | - | - | -
几个小朋友在沙滩上放风筝 | 3 - child - + 1 - kite - | beach | - | - | - | -
公鸡在黎明时打鸣 | 1 - chicken sing | farm | - | dawn | - | -
寺庙前的银杏叶随风飘落 | - | temple | leaves | - | - | -
狮子王站在悬崖上怒吼 | 1 - lion stand | mountain | - | - | - | -
流星划过夜空，女孩许愿 | 1 - girl - | - | meteors | night | - | -
三辆公交车堵在桥上 | 3 - bus - | bridge | - | - | - | -
小乌龟和兔子赛跑 | 1 - turtle run + 1 - rabbit run | - | - | - | - | -
瀑布下面有一只青蛙在睡觉，水彩风 | 1 - frog sleep | waterfall | - | - | - | watercolour
午后的咖啡馆里，一个穿红毛衣的女人在看书 | 1 red woman read | room | - | afternoon | - | -
爸爸把球扔给儿子 | 1 - man throw + 1 - ball - | - | - | - | - | -
""".strip().splitlines()


@dataclasses.dataclass(frozen=True)
class Expected:
    prompt: str
    groups: tuple[tuple[str, str, str, str], ...] | None
    world: dict[str, str]


def expected(line: str) -> Expected:
    prompt, groups, *world = (part.strip() for part in line.split("|"))
    parts = [tuple(group.split()) for group in groups.split(" + ")] if groups != "-" else None
    assert parts is None or all(len(part) == 4 for part in parts), line
    names = ("place", "weather", "time_of_day", "camera", "style")
    return Expected(prompt, tuple(parts) if parts else None, dict(zip(names, world, strict=True)))


ALL = [expected(line) for line in LINES]
SEEN, HELD_OUT = ALL[0::2], ALL[1::2]
