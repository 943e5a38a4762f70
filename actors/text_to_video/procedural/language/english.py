"""English words for all that can be drawn: noun, verb and phrase tables, inflections, and words with other meanings.

A table line is ``NAME[+slot=NAME...]: word, phrase, ...``: what follows a ``+`` is said by the same word (a "snowy
owl" is white). Plurals of nouns and forms of verbs are made by rule or looked up in ``IRREGULAR``.
"""

from __future__ import annotations

#: Nouns for subjects; plurals are made.
SUBJECTS = """
boy: brother, little brother, son, nephew, grandson, boy, little boy, schoolboy, lad, young boy
girl: sister, little sister, daughter, niece, granddaughter, girl, little girl, schoolgirl, young girl, princess, lass
man: uncle, salesman, businessman, samurai warrior, groom, hero, man, guy, gentleman, father, dad, farmer, fisherman,
 businessman, cowboy, king, prince, knight, husband, soldier,
 policeman, fireman, waiter, workman, samurai, monk
woman: aunt, heroine, witch, fairy, mermaid, woman, lady, mother, mom, mum, queen, bride, wife, waitress, nurse,
 policewoman, young woman, businesswoman
old_man: old man, elderly man, grandfather, grandpa, granddad, old fisherman, old farmer, elderly gentleman, wizard,
 old gentleman
old_woman: old woman, elderly woman, grandmother, grandma, granny, old lady, elderly lady, nana
dancer: dancer, ballerina, ballet dancer
astronaut: astronaut, cosmonaut, spaceman, taikonaut
robot: robot, android, droid, mech, cyborg
person: person, someone, somebody, teacher, student, pupil, doctor, singer, reader, hiker, traveller, traveler,
 swimmer,
 runner, jogger, skater, climber, stranger, tourist, passerby, pedestrian, worker, chef, cook, musician, player
 athlete, figure, human, friend, neighbour, neighbor
child: child, kid, toddler, youngster, sibling
cat: cat, kitten, kitty, tabby, tomcat, calico
dog: dog, puppy, pup, pooch, hound, doggy, corgi, poodle, labrador, retriever, husky, terrier,
 shepherd dog, sheepdog, dachshund, beagle, dalmatian, bulldog, border collie, collie, shiba
dog+colour=gold: golden retriever
horse: horse, pony, stallion, mare, foal, colt, mustang, steed
rabbit: rabbit, bunny, hare
fox: fox, vixen
bear: bear, bear cub, grizzly, grizzly bear, brown bear, teddy bear
bear+colour=white: polar bear
panda: panda, giant panda, panda bear, panda cub
tiger: tiger, tigress, tiger cub
lion: lion, lioness, lion cub
elephant: elephant
cow: cow, bull, calf, ox, dairy cow
sheep: sheep, lamb, ram, ewe
pig: pig, piglet, piggy, hog, boar, sow
monkey: monkey, chimp, chimpanzee, ape, macaque
dinosaur: dinosaur, dino, t-rex, t rex, tyrannosaurus, tyrannosaur, brontosaurus, triceratops
bird: bird, sparrow, seagull, gull, swallow, pigeon, eagle, robin, parrot, hawk, songbird, stork, heron, finch, magpie
bird+colour=white: dove, egret
bird+colour=black: crow, raven, blackbird
owl: owl, owlet
owl+colour=white: snowy owl
penguin: penguin
duck: duck, duckling, mallard, rubber duck, goose, gosling
chicken: chicken, hen, rooster, cock, cockerel
chicken+colour=yellow: chick
fish: fish, goldfish, koi, carp, clownfish, salmon, tropical fish, trout
whale: whale, humpback, humpback whale, blue whale, orca
dolphin: dolphin, porpoise
turtle: turtle, tortoise, sea turtle
frog: frog, toad, tree frog
butterfly: butterfly, moth
dragon: dragon, wyvern
car: car, sedan, automobile, taxi, cab, sports car, race car, racecar, jeep, suv, convertible, truck, van, pickup,
 pickup truck, racing car, police car, limousine
bus: bus, double-decker, double-decker bus, school bus, minibus
bicycle: bicycle, bike, cycle, tricycle, mountain bike
train: train, locomotive, steam train, bullet train, high-speed train, railcar, tram, steam locomotive
airplane: airplane, aeroplane, plane, jet, airliner, aircraft, biplane, jumbo jet, passenger plane, paper plane
rocket: rocket, spaceship, spacecraft, space shuttle, rocket ship, space rocket, starship
boat: boat, rowing boat, rowboat, fishing boat, ferry, ship, cruise ship, canoe, kayak, raft, cargo ship, steamer,
 motorboat, dinghy
sailboat: sailboat, sailing boat, yacht, sailing ship, schooner, pirate ship, tall ship
hot_air_balloon: hot air balloon, hot-air balloon
ufo: ufo, flying saucer, alien ship, alien spaceship, alien spacecraft
flower: flower, rose, tulip, daisy, blossom, lily, peony, poppy, wildflower, lotus, lotus flower, bouquet
flower+colour=yellow: sunflower, dandelion
flower+colour=purple: lavender, violet, iris
ball: ball, football, basketball, soccer ball, beach ball, tennis ball, balloon, volleyball
kite: kite
lantern: lantern, paper lantern, sky lantern, red lantern
snowman: snowman, snow man
"""

#: Verbs for actions; their forms are made.
ACTIONS = """
stand: stand, wait, stand still, pose, hold, stay, linger, be parked, parked, wait for, stop, halt
walk: walk, stroll, wander, march, hike, stride, roam, waddle, go for a walk, amble, trudge, tiptoe, prowl, trot,
 visit,
 crawl, follow, push, pull, carry, take a walk
run: run, jog, race, sprint, gallop, chase, dash, rush, scamper, hurry, play tag, flee, run around
jump: jump, leap, hop, bounce, skip, play, jump rope, frolic
dance: dance, waltz, breakdance, twirl and dance, do ballet, groove
fly: fly, soar, glide, hover, flutter, take off, flap, take flight, swoop, lift off, blast off, launch
swim: swim, dive, paddle, snorkel, splash
sit: sit, be seated, perch, squat, crouch, kneel, meditate, fishing, go fishing, sit down
sleep: sleep, nap, doze, snooze, fall asleep, take a nap, lie, lie down, sunbathe, snore, be asleep
eat: eat, munch, nibble, graze, chew, have breakfast, have lunch, have dinner, devour, have a picnic, dine
drink: drink, sip, gulp, have tea, have coffee
wave: waving, wave hello, wave goodbye, wave his hand, wave her hand, wave their hands, wave at, wave to, greet,
 beckon, say hello, say goodbye
sing: sing, chirp, hum, sing a song, tweet
read: read, study, read a book, read the newspaper
spin: spin, twirl, whirl, rotate, pirouette, twist
climb: climb, clamber, ascend
roll: roll, tumble, somersault
float: float, drift, levitate, bob
fall: fall, fall down, plummet, tumble down, fall over, trip over, slip
drive: drive, ride, cruise, commute, race along
drive+subject=bicycle: cycle, pedal, ride a bike, ride a bicycle
run+subject=kite: fly a kite, fly kite, fly their kite, fly his kite, fly her kite
stand+subject=snowman: build a snowman, make a snowman
feed: feed
sail: sail, row, voyage
look_around: look around, watch, gaze, stare, look, admire, explore, search, observe, look for
clap: clap, applaud, cheer, clap hands
bow: bow, take a bow, curtsy, pray
kick: kick, do kung fu, practice kung fu, practise kung fu
kick+subject=ball: play football, play soccer, dribble, play ball
throw: throw, toss, fling, hurl, play catch, have a snowball fight
throw+subject=ball: play basketball, shoot hoops
stretch: stretch, yawn, do yoga, exercise, warm up, practice tai chi, practise tai chi, do tai chi
laugh: laugh, giggle, smile, chuckle, grin
cry: cry, weep, sob, shed tears
skate: skate, ice skate, ice-skate, roller skate, skateboard, figure skate, ski, snowboard
"""

#: Nouns for places; plurals are made.
PLACES = """
grassland: grassland, meadow, field, prairie, grass, savanna, savannah, pasture, plains, lawn, hill, hillside, steppe
street: street, alley, sidewalk, pavement, avenue, shopping street, crosswalk, crossroads, intersection
city: city, downtown, metropolis, skyline, skyscraper, cityscape, rooftop, cyberpunk city, new york, tokyo, shanghai,
 london, paris, town square, city center, city centre, hong kong
park: park, playground, zoo, amusement park
forest: forest, wood, woodland, pine forest, pine wood
jungle: jungle, rainforest, rain forest
bamboo_forest: bamboo forest, bamboo grove, bamboo
beach: beach, shore, seashore, seaside, coast, sand beach, sandy beach, coastline
sea: sea, ocean, high sea, open water, harbour, harbor, bay, pacific, atlantic, open sea
underwater: underwater, under water, undersea, coral reef, coral, seabed, under the sea, under the ocean, reef,
 aquarium, bottom of the sea, bottom of the ocean, ocean floor, deep sea, sea floor, beneath the waves,
 below the waves,
 beneath the sea, beneath the ocean, fish tank
island: island, tropical island, islet
mountain: mountain, mountaintop, alps, peak, summit, cliff, mountain range, himalaya, canyon, valley, ridge
volcano: volcano, lava, crater
desert: desert, dune, sand dune, sahara, oasis
wheat_field: wheat field, field of wheat, wheat, cornfield, golden field, corn field, rice field, barley field
farm: farm, barn, farmyard, barnyard, ranch
village: village, hamlet, cottage, small town, countryside, rural village
river: river, stream, creek, brook, riverbank, riverside
lake: lake, pond, lagoon, lakeside, pool
waterfall: waterfall, cascade, falls
snowfield: snowfield, snow field, iceberg, antarctica, arctic, north pole, south pole, tundra, glacier, ice rink, ice,
 ski slope, frozen lake, antarctic, snow-covered field
space: space, outer space, galaxy, cosmos, universe, nebula, milky way, solar system
moon: lunar surface, surface of the moon, on the moon, moon's surface, moon surface, moon base
sky: sky, in the clouds, above the clouds, in the air, heaven, through the clouds, over the clouds, among the clouds
room: room, living room, bedroom, house, home, kitchen, sofa, couch, bed, indoors, apartment, library, cafe,
 windowsill,
 fireplace, armchair, office, restaurant, café, desk
classroom: classroom, school, blackboard, lecture hall
stage: stage, theatre, theater, concert, spotlight, opera house, concert hall
stadium: stadium, arena, football field, soccer field, sports field, football pitch, basketball court, racetrack,
 running track
garden: garden, flower bed, backyard, greenhouse, flower garden, rose garden, orchard, yard, flower field,
 field of flowers, vegetable garden, sea of flowers
bridge: bridge, footbridge, suspension bridge, stone bridge
castle: castle, palace, fortress, tower, fairy-tale castle
temple: temple, pagoda, shrine, monastery
road: road, highway, motorway, freeway, path, country road, lane, racing track, trail
"""

#: What hints at a place without being one.
PLACE_HINTS = """
room: window, lamp, carpet, pillow, blanket, bathtub, television, tv
park: bench, swing, slide, picnic
forest: tree, mushroom, pine, oak
sea: ocean wave, crashing wave, lighthouse, big wave
beach: sand, palm tree, sandcastle, seashell, surf, palm, coconut, umbrella drink, wave
city: building, neon sign, traffic, neon light
street: traffic light, street lamp, shop, streetlight, street light
farm: haystack, tractor, hay
castle: moat
classroom: homework, lesson
space: planet, saturn, jupiter, earth, mars, asteroid, comet, orbiting earth
stage: audience, curtain
snowfield: igloo
mountain: rock
"""

WEATHERS = """
clear: clear sky, sunny, sunshine, clear weather, cloudless, clear day, blue sky, sun, sunlight, summer, summer day,
 sunny day, sunlit, bright sunshine
cloudy: cloudy, cloud, partly cloudy
overcast: overcast, grey sky, gray sky, gloomy, dark cloud, dull day
rain: rain, rainy, raindrop, drizzle, downpour, shower, rainfall, pouring rain, heavy rain, light rain, umbrella,
 raining cats and dogs, puddle, wet street, rainy day, rainstorm
storm: storm, thunderstorm, lightning, thunder, stormy, tempest, typhoon, hurricane
snow: snow, snowy, snowfall, snowflake, snowing, light snow, winter, wintry, in the snow, snowy day, snow-covered
blizzard: blizzard, snowstorm, heavy snow
fog: fog, foggy, mist, misty, haze, hazy
wind: wind, windy, breeze, breezy, gust, gale, strong wind
sandstorm: sandstorm, sand storm, dust storm
rainbow: rainbow
petals: petal, cherry blossom, falling petal, sakura, falling blossom, peach blossom, blossoming, flower petal,
 in spring,
 springtime, spring day, this spring, early spring, spring morning, spring afternoon
leaves: falling leaf, autumn leaf, fallen leaf, autumn, fall color, fall colour, in the fall, in fall, maple leaf,
 fall foliage, fall day, fall leaf, autumnal, fall morning, fall afternoon, early fall, late fall, leaf, fall forest
aurora: aurora, northern light, aurora borealis, polar light, southern light
meteors: meteor, shooting star, meteor shower, falling star
"""

TIMES_OF_DAY = """
morning: morning, in the morning, breakfast time, early in the day
dawn: dawn, sunrise, daybreak, first light, early morning, sun rises, sun rose, rising sun, sun is rising,
 crack of dawn,
 sun comes up
noon: noon, midday, noontime, high noon, lunchtime
afternoon: afternoon, teatime
sunset: sunset, sundown, golden hour, sun sets, setting sun, sun is setting, sun goes down, evening sun
dusk: dusk, twilight, evening, nightfall, blue hour
night: night, midnight, nighttime, starry, star, starlight, moonlight, moonlit, moon, under the moon, full moon,
 night sky, starry sky, starry night, at night, firework, firefly, campfire, bonfire, tonight, late at night,
 crescent moon,
 nocturnal
"""

CAMERAS = """
still: still camera, static camera, static shot, fixed camera, still shot, locked camera, camera is still, fixed shot,
 camera stays still, camera does not move
pan_left: pan left, pans left, panning left, pan to the left, pans to the left, camera moves left, camera moving left,
 pan from right to left, panning to the left, leftward pan, moves to the left
pan_right: pan right, pans right, panning right, pan to the right, pans to the right, camera moves right, panning shot,
 pan from left to right, camera moving right, panning to the right, camera pans, pans across, pans over,
 panning across, panning over, panoramic, moves to the right,
 camera sweeps, camera pan, pan shot
tilt_up: tilt up, tilts up, tilting up, camera rises, camera looks up, low angle, camera moves up, upward tilt,
 low-angle
tilt_down: tilt down, tilts down, tilting down, camera looks down, camera moves down, camera descends, downward tilt
zoom_in: zoom in, zooms in, zooming in, close-up, close up, closeup, push in, pushes in, camera moves closer,
 dolly in, camera approaches, slow zoom, camera zooms, zoom into, zooms into
zoom_out: zoom out, zooms out, zooming out, pull back, pulls back, pulling back, wide shot, dolly out, pulls away,
 camera pulls out, aerial, aerial view, aerial shot, bird's-eye view, bird's eye view, birds-eye view, drone shot,
 drone footage, long shot, pull out, pulls out, pushes out
follow: tracking shot, camera follows, following shot, camera tracks, camera following, camera tracking, follow shot,
 follow cam, the camera runs after
orbit: orbit, orbits, orbiting, camera circles, circling shot, rotating shot, 360 degree, orbiting shot, orbit shot,
 camera rotates, camera revolves, arc shot, camera spins, camera circling
handheld: handheld, hand-held, shaky camera, shaky cam, found footage, shaking camera
"""

STYLES = """
flat: flat style, flat design, flat illustration, flat colours, flat colors, vector art, vector style, cartoon style,
 flat animation, vector illustration
watercolour: watercolour, watercolor, watercolour painting, watercolor painting, aquarelle
ink: ink painting, ink wash, ink style, chinese painting, sumi-e, ink wash painting, brush painting, ink and wash,
 chinese ink, ink drawing, calligraphy style
neon: neon, neon light, cyberpunk, synthwave, vaporwave, neon style, glowing neon
paper: paper cut, papercut, paper-cut, paper cutout, origami, paper craft, papercraft, paper style, cut paper,
 paper art,
 paper collage, cut-out
pixel: pixel, pixel art, 8-bit, 8 bit, 16-bit, retro game style, pixelated, pixel style
sketch: sketch, pencil sketch, pencil drawing, hand-drawn, hand drawn, line drawing, doodle, charcoal drawing,
 sketched
pastel: pastel, pastel colours, pastel colors, soft colours, soft colors, pastel tone
retro: retro, vintage, old film, sepia, nostalgic, 1970s, 70s style, 1980s, 80s style, old movie, vintage film, 1960s
noir: noir, film noir, black and white film, black-and-white, black and white movie, monochrome, black-and-white film,
 in black and white, black and white style
"""

COLOURS = """
red: red, crimson, scarlet, ruby, maroon
orange: orange, ginger, tangerine, amber
yellow: yellow, lemon-yellow, blonde
green: green, emerald, olive, lime, jade
cyan: cyan, turquoise, teal, aqua
blue: blue, navy, azure, light blue, dark blue, sky-blue, sky blue, sapphire
purple: purple, lilac, mauve, magenta
pink: pink, rosy, hot pink
brown: brown, chestnut, beige, tan
black: black, jet-black, pitch-black, black and white
white: white, snow-white, ivory, cream
grey: grey, gray, slate
gold: gold, golden
silver: silver, silvery, metallic, chrome
"""

#: Sizes by factor.
SIZES = """
1.6: giant, huge, enormous, gigantic, colossal, massive, towering, monstrous, humongous
1.3: big, large, fat, tall, great, grown
0.75: small, little, short, young
0.6: tiny, miniature, mini, teeny, baby, minuscule
"""

#: Counts; digits and the numerals below twelve belong to them.
COUNTS = """
1: one, single, lone, lonely
2: two, couple of, a couple of, pair of, a pair of, twin, both
3: three, a few, few, some, trio of, a trio of
4: four, several, a family of, family of
5: five, a handful of, handful of
6: six, half a dozen, group of, a group of
7: seven
7: flock of, herd of, pack of, school of, crowd of, swarm of, bunch of, fleet of, colony of, pride of, team of
8: eight, many, lots of, a lot of, countless, numerous, plenty of
9: nine
10: ten
11: eleven
12: twelve, dozen, a dozen, dozens of, hundreds of, thousands of, hundred, thousand, a hundred, a thousand
"""

#: Phrases that say something in a known word's clothes, and nothing that is drawn.
SILENT = """
hot dog, hot spring, parking space, space station, not only, no doubt, no matter, can't stop, cannot stop,
couldn't stop, can't help, without stopping, nothing but, high school, run out of, on the run, teddy,
traffic jam, cat food, dog food, dog house, bird house, birdhouse, fishing rod, ice cream, sunblock, sun cream,
sun hat, apple tree, horse race,
star-shaped, movie star, pop star, rock star, goose bumps, fish and chips, chicken soup, ladybug, dragonfly,
guinea pig, sea horse, seahorse,
starfish, jellyfish, by train, ball gown, sunglasses, rain coat, raincoat, snow boots, snowball, sky blue eyes,
white lie, in no time, spring onion, fall in love, falls in love, falling in love, watch over, light blue eyes,
at first sight, once upon a time, at once, no one knows, one day, one by one, each other, one another, gold medal,
silver medal, bear in mind, a fly, flies away from home, flying colors, flying colours, water bottle, horse-drawn,
school bag, schoolbag, cold drink, running water, sitting room wall, no sooner, chess piece, fishing net,
sleeping bag, swimming pool ticket, walking stick, drinking water, playing card, rolling pin, reading glasses,
bowl of fish, fish bowl, fishbowl, wooden horse race, slow motion, in slow motion, in a row, high speed, dance floor,
dance hall, wrist watch, living thing, time lapse, at full speed, full speed,
last night's dinner, flies by, time flies, right now, stop sign
"""

#: Things worn: "in a red dress" tells what a person wears.
GARMENTS = """
dress, coat, shirt, jacket, sweater, skirt, clothes, clothing, t-shirt, tshirt, uniform, robe, suit, hoodie, kimono,
cloak, cape, outfit, gown, jumper, qipao, hanfu, overalls, pyjamas, pajamas, swimsuit, raincoat, costume, jersey
"""

#: Words of grammar and taste that need no drawing.
FILLERS = """
a, an, the, this, that, these, those, its, his, her, their, my, our, your, it, he, she, they, we, i, you, there, here,
is, are, was, were, be, been, being, am, has, have, had, do, does, did, will, would, can, could, may, might, very, so,
quite, really, slowly, quickly, happily, gently, softly, quietly, fast, beautiful, cute, lovely, pretty, nice, great,
which, who, whom, whose, what, then, just, also, too, please, video, film, movie, clip, animation, scene, picture,
image,
show, shows, showing, make, create, generate, draw, of, to, as, each, all, every, up, down, away, around, together,
back,
cinematic, 4k, hd, high, quality, style, bright, happy, while, when, during, where, still, almost, alone, camera, shot,
from, one's, more, most, again, ever, always, him, them, me, us, himself, herself, itself, themselves, into, out, off,
let, lets, let's, s, like, light, soft, warm, calm, peaceful, quiet, colour, color, coloured, colored, day, time,
moment,
illustration, drawing, painting, art, render, rendering, about, toward, towards
"""

#: What ends the reach of an adjective.
JOINTS = """
and: and, &, plus
or: or, nor
with: with, beside, alongside, along with, together with, next to, accompanied by
prep: in, on, at, over, under, above, below, across, through, along, by, near, behind, past, between, among,
 beneath, inside, outside, against, after, before, around, onto, upon, without seeing, in front of, on top of
wear: wearing, dressed in, wears, in, wore
copula: is, are, was, were, looks, turns
det: a, an, the, this, that, these, those, his, her, its, their, my, our, your
not: no, not, without, never, don't, doesn't, isn't, aren't, didn't, cannot, can't, won't, wasn't, neither, nobody,
 none,
 free of, instead of, dont, doesnt, wouldn't, hardly, no one, nothing
but: but, except, however, yet
"""

IRREGULAR = {
    # nouns
    "man": "men", "woman": "women", "child": "children", "mouse": "mice", "goose": "geese", "wolf": "wolves",
    "calf": "calves", "foal": "foals", "ox": "oxen", "sheep": "sheep", "fish": "fish fishes", "goldfish": "goldfish",
    "clownfish": "clownfish", "koi": "koi", "salmon": "salmon", "trout": "trout", "carp": "carp", "leaf": "leaves",
    "gentleman": "gentlemen", "fisherman": "fishermen", "businessman": "businessmen", "policeman": "policemen",
    "fireman": "firemen", "workman": "workmen", "policewoman": "policewomen", "businesswoman": "businesswomen",
    "snowman": "snowmen", "spaceman": "spacemen", "aircraft": "aircraft", "spacecraft": "spacecraft",
    "person": "persons people", "passerby": "passersby", "ferry": "ferries",
    # verbs: all forms but the first
    "stand": "stands standing stood", "run": "runs running ran", "fly": "flies flying flew flown",
    "swim": "swims swimming swam swum", "sit": "sits sitting sat", "sleep": "sleeps sleeping slept asleep",
    "eat": "eats eating ate eaten", "drink": "drinks drinking drank drunk", "sing": "sings singing sang sung",
    "read": "reads reading", "spin": "spins spinning spun", "fall": "falls falling fell fallen",
    "drive": "drives driving drove driven", "ride": "rides riding rode ridden", "throw": "throws throwing threw thrown",
    "leap": "leaps leaping leapt leaped", "lie": "lies lying lay", "weep": "weeps weeping wept",
    "take": "takes taking took", "do": "does doing did", "have": "has having had", "go": "goes going went",
    "hold": "holds holding held", "build": "builds building built",
    "make": "makes making made", "shoot": "shoots shooting shot",
    "feed": "feeds feeding fed", "say": "says saying said", "fling": "flings flinging flung",
    "speed": "speeds speeding sped", "kneel": "kneels kneeling knelt", "be": "is are being was were",
    "clap": "claps clapping clapped", "hop": "hops hopping hopped", "skip": "skips skipping skipped",
    "flap": "flaps flapping flapped", "nap": "naps napping napped", "jog": "jogs jogging jogged",
    "trot": "trots trotting trotted", "sip": "sips sipping sipped", "hum": "hums humming hummed",
    "bob": "bobs bobbing bobbed", "drop": "drops dropping dropped", "trip": "trips tripping tripped",
    "sob": "sobs sobbing sobbed", "grin": "grins grinning grinned", "chug": "chugs chugging chugged",
    "ski": "skis skiing skied", "squat": "squats squatting squatted", "step": "steps stepping stepped",
    "dive": "dives diving dived dove", "shed": "sheds shedding", "practice": "practices practicing practiced",
}  # fmt: skip
