"""Sheets: what is cut, merged and hidden draws as before; slow things glide, and the camera takes its figures along."""

from __future__ import annotations

import itertools

import numpy
import pytest
import skia

from actors.text_to_video.procedural.figures.cast import cast
from actors.text_to_video.procedural.figures.figure import Figure
from actors.text_to_video.procedural.scene import Group, Scene, Shot
from actors.text_to_video.procedural.world.camera import Travel, View
from actors.text_to_video.procedural.world.composition import company, staged, where_at
from actors.text_to_video.procedural.world.cutouts import cut
from actors.text_to_video.procedural.world.palette import palette
from actors.text_to_video.procedural.world.plate import Layer, Plate, fill, plate_for
from actors.text_to_video.procedural.world.sheets import Sheet
from actors.text_to_video.procedural.world.stack import Stack
from actors.text_to_video.procedural.world.stage import Pixels, Stage
from actors.text_to_video.procedural.world.styles.textures import Tones

SHOT = Shot(192, 108, 24, 96)
REST = Travel([View()], SHOT.duration_s)


def plate(scene: Scene | None = None) -> Plate:
    scene = scene or Scene(seed=2)
    return plate_for(scene, SHOT, palette(scene), 0.6, 0.5)


def blank(width: int = SHOT.width, height: int = SHOT.height) -> tuple[Pixels, skia.Canvas]:
    pixels = numpy.zeros((height, width, 4), numpy.uint8)
    info = skia.ImageInfo.Make(width, height, skia.kBGRA_8888_ColorType, skia.kPremul_AlphaType)
    return pixels, skia.Surface.MakeRasterDirect(info, pixels).getCanvas()


def stripe(canvas: skia.Canvas) -> None:
    canvas.drawRect(skia.Rect(60, 20, 66, 100), fill(0xFFFFFFFF))


def middle(pixels: Pixels, row: int) -> float:
    alpha = pixels[row, :, 3].astype(float)
    return float((alpha * (numpy.arange(len(alpha)) + 0.5)).sum() / alpha.sum())


def drawn(sheet: Sheet, t_s: float, view: View | None = None, pace: float = 0.0) -> Pixels:
    pixels, canvas = blank()
    sheet.draw(canvas, sheet.lying(view or View(), t_s, pace), t_s)
    return pixels


def test_cutouts_hold_all_that_was_painted_and_little_else() -> None:
    recorder = skia.PictureRecorder()
    canvas = recorder.beginRecording(skia.Rect(0, 0, 192, 108))
    for x, y in ((30, 20), (150.5, 80.3)):
        canvas.drawCircle(x, y, 12, fill(0x80FF8040))
    picture = recorder.finishRecordingAsPicture()
    cutting = cut(picture, (0, 0, 192, 108))
    whole, canvas = blank()
    canvas.drawPicture(picture)
    put, canvas = blank()
    for part in cutting.parts:
        canvas.drawImage(part.image, part.x, part.y)
    assert numpy.array_equal(whole, put)
    assert len(cutting.parts) == 2
    assert cutting.bytes < 2 * 28 * 28 * 4


def test_a_slow_sheet_glides() -> None:
    sheet = Sheet([Layer(0.5, stripe, None, 0, 108, drift=3.0)], plate(), REST, 0.0)
    places = [middle(drawn(sheet, frame / 24), 50) for frame in range(48)]
    for frame, place in enumerate(places):
        assert place == pytest.approx(63 + 3.0 * frame / 24, abs=0.13)
    assert max(after - before for before, after in itertools.pairwise(places)) < 0.3


def test_a_leaning_sheet_keeps_its_foot_and_bends_its_head() -> None:
    windy = plate(Scene(weather="storm", seed=2))
    sheet = Sheet([Layer(0.5, stripe, None, 0, 108, sway=0.1, base=100)], windy, REST, 0.0)
    heads = []
    for t_s in (0.3, 1.0, 1.7, 2.4):
        pixels = drawn(sheet, t_s)
        assert middle(pixels, 99) == pytest.approx(63, abs=0.3)
        bends = [middle(pixels, row) - 63 for row in (30, 65)]
        assert bends[1] == pytest.approx(bends[0] / 2, abs=0.3)
        heads.append(bends[0])
    assert max(heads) - min(heads) > 2


@pytest.mark.parametrize(
    ("layers", "travel", "count"),
    [
        ([Layer(0.2, stripe), Layer(0.8, stripe), Layer(0.0, stripe)], REST, 1),
        ([Layer(0.2, stripe), Layer(0.8, stripe)], Travel([View(), View(x=9)], 1.0), 2),
        ([Layer(0.8, stripe), Layer(0.8, stripe)], Travel([View(), View(x=9)], 1.0), 1),
        ([Layer(0.2, stripe), Layer(0.2, stripe, sway=0.1)], REST, 2),
        ([Layer(0.2, stripe, lambda *_: None), Layer(0.2, stripe)], REST, 2),
        ([Layer(0.2, stripe), Layer(0.2, stripe, drift=2.0)], REST, 2),
    ],
    ids=["at rest", "apart", "together", "swaying", "alive", "drifting"],
)
def test_neighbours_that_move_alike_are_one_sheet(layers: list[Layer], travel: Travel, count: int) -> None:
    assert len(Stack(layers, plate(), travel, 0.0).sheets) == count


@pytest.mark.parametrize("place", ["room", "classroom", "village"])
def test_what_is_hidden_is_not_drawn_and_not_missed(place: str) -> None:
    stage = Stage(Scene(place=place, weather="rain", seed=4), SHOT)
    hiding, all_of_it = (numpy.zeros((SHOT.height, SHOT.width, 4), numpy.uint8) for _ in range(2))
    stage.draw(30, hiding)
    sky = stage._behind.sheets[0]
    assert sky.seen.width() * sky.seen.height() < 0.75 * SHOT.width * SHOT.height
    for sheet in stage._behind.sheets:
        sheet.seen = skia.Rect(SHOT.width, SHOT.height)
    stage.draw(30, all_of_it)
    assert numpy.array_equal(hiding, all_of_it)


@pytest.mark.parametrize("place", ["grassland", "mountain", "sea", "city"])
@pytest.mark.parametrize("camera", ["still", "pan_left", "tilt_up", "zoom_in", "orbit", "handheld"])
def test_land_hides_what_is_behind_it_and_nothing_is_missed(
    place: str, camera: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = Stage(Scene(place=place, camera=camera, weather="wind", seed=4), SHOT)
    hidden = []
    for frame in (0, 30, 95):
        hiding, all_of_it = (numpy.full((SHOT.height, SHOT.width, 4), 7, numpy.uint8) for _ in range(2))
        stage.draw(frame, hiding)
        with monkeypatch.context() as patched:
            patched.setattr(Sheet, "hides", lambda *_: (0, 0))
            stage.draw(frame, all_of_it)
        assert numpy.array_equal(hiding, all_of_it)
        world = stage._world(frame / 24)
        hidden += [
            sheet.hides(sheet.lying(world, frame / 24, stage._pace(frame / 24))) for sheet in stage._behind.sheets[1:]
        ]
    assert any(last >= SHOT.height > first + 10 for first, last in hidden)


@pytest.mark.parametrize(("sway", "hidden"), [(0.0, (40, 108)), (0.1, (0, 0))], ids=["standing", "leaning"])
def test_a_sheet_that_leans_hides_nothing(sway: float, hidden: tuple[int, int]) -> None:
    ground = Layer(0.5, lambda canvas: canvas.drawColor(0xFF336633), None, 40, 108, sway=sway, base=108)
    sheet = Sheet([ground], plate(Scene(weather="storm", seed=2)), REST, 0.0)
    assert sheet.hides(sheet.lying(View(), 1.0, 0.0)) == hidden


def test_a_camera_says_where_it_will_have_been() -> None:
    travel = Travel([View(x=x, y=2 * x) for x in (-10.0, 0.0, 30.0)], 2.0)
    assert not travel.rests
    assert travel.across(0.5, 4.0) == (-15.0, 13.0)
    assert travel.down(0.5) == (-30.0, 10.0)
    assert REST.rests


@pytest.mark.parametrize("camera", ["pan_left", "pan_right"])
@pytest.mark.parametrize("action", ["stand", "walk", "run"])
def test_who_is_panned_along_stays_in_the_picture(camera: str, action: str) -> None:
    for seed in range(6):
        scene = Scene((Group("dog", action),), place="village", camera=camera, seed=seed)
        stage = Stage(scene, SHOT)
        one = stage._company.placed[0]
        for frame in (0, SHOT.frames - 1):
            view = stage._camera.view(SHOT.time_s(frame))
            x, _ = where_at(stage._plate, one, stage._company.tracking, SHOT.time_s(frame))
            assert 0.12 < (x - view.x * one.depth) / SHOT.width < 0.88, (seed, frame)


def test_a_kicked_ball_is_one_and_a_lying_one_fits_who_plays() -> None:
    boy, ball = Group("boy", "kick"), Group("ball", "roll")
    assert staged((boy, ball)) == (boy,)
    groups = (Group("boy", "run"), ball)
    assert staged(groups) == groups
    placed = company(plate(), groups, [cast(group, 3) for group in groups], "ground", "still").placed
    boy_height, ball_height = sorted((one.height for one in placed), reverse=True)
    assert ball_height < 0.45 * boy_height


def test_a_kite_goes_with_the_one_who_holds_it() -> None:
    groups = (Group("girl", "run"), Group("kite", "fly"))
    placed = company(plate(), groups, [cast(group, 3) for group in groups], "ground", "still").placed
    kite = next(one for one in placed if one.held_by)
    assert kite.held_by is not None
    assert kite.speed == kite.held_by.speed
    assert kite.y < kite.held_by.y
    _, high = kite.held_by.figure.hand(0.4)
    assert -kite.held_by.figure.height_m < high < -0.2 * kite.held_by.figure.height_m


def test_a_mirrored_figure_is_described_once(monkeypatch: pytest.MonkeyPatch) -> None:
    described = []
    describe = Figure.draw
    monkeypatch.setattr(Figure, "draw", lambda self, *given: described.append(self) or describe(self, *given))  # type: ignore[func-returns-value]
    pixels, _ = blank()
    stage = Stage(Scene((Group("duck", "swim", 3),), place="lake", seed=3), SHOT)
    stage.draw(10, pixels)
    assert len(described) == len(set(map(id, described))) == 3


def test_every_grey_gets_the_colour_of_its_ink() -> None:
    pixels, _ = blank(256, 2)
    Tones("000000", "102030", "ffffff").lay(numpy.tile(numpy.arange(256, dtype=numpy.uint8), (2, 1)), pixels)
    assert pixels[0, 0].tolist() == [0, 0, 0, 255]
    assert numpy.allclose(pixels[1, 127:129, :3].mean(axis=0), [0x30, 0x20, 0x10], atol=2)
    assert pixels[1, 255].tolist() == [255, 255, 255, 255]


def test_white_stays_white_in_pixels() -> None:
    scene = Scene(place="snowfield", time_of_day="noon", weather="snow", style="pixel", seed=1)
    pixels = numpy.zeros((SHOT.height, SHOT.width, 4), numpy.uint8)
    Stage(scene, SHOT).draw(10, pixels)
    assert pixels[..., :3].min(axis=2).max() == 255
