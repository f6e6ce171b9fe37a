import pytest

from huggingtweets_gui.messages import Estimate, Evaluation, Reading, Step
from huggingtweets_gui.window import theme
from huggingtweets_gui.window.run_history import RunHistory


@pytest.fixture
def plot(qtbot):
    from huggingtweets_gui.window.loss_plot import LossPlot

    plot = LossPlot()
    qtbot.addWidget(plot)
    plot.resize(500, 400)
    with qtbot.waitExposed(plot):
        plot.show()
    return plot


def step(number, loss=3.0):
    return Step(
        step=number,
        steps=1000,
        progress=number / 1000,
        epoch=0.0,
        loss=loss,
        learning_rate=1e-4,
        tokens_per_second=1.0,
        seconds_left=1.0,
        memory=1,
    )


def history(steps, evaluations=()):
    made = RunHistory()
    for number in range(1, steps + 1):
        made.add(step(number, loss=6.0 if number == steps // 2 else 3.0))
    for number, loss in evaluations:
        made.add(Evaluation(step=number, loss=loss, bits=1.0, best=True))
    return made


def points(curve):
    x, _ = curve.getOriginalDataset()
    return [] if x is None else x


def test_every_step_reaches_the_curve_however_fast_they_come(plot, qtbot):
    growing = history(0)
    plot.show_history(growing)
    for number in range(1, 1001):
        growing.add(step(number))
        plot.refresh()
    assert len(points(plot._training)) == 0
    qtbot.waitUntil(lambda: len(points(plot._training)) == 1000)


def test_a_loss_that_is_still_measured_is_a_point_already(plot):
    growing = history(0)
    growing.add(Estimate(step=0, loss=6.5, done=40, total=158))
    plot.show_history(growing)
    assert list(points(plot._held_out)) == [0]
    growing.add(Evaluation(step=0, loss=6.0, bits=1.0, best=True))
    plot.show_history(growing)
    assert [list(axis) for axis in plot._held_out.getOriginalDataset()] == [[0], [6.0]]


def test_the_best_weights_are_marked_once_they_are_not_the_bases(plot):
    plot.show_history(history(10, [(0, 6.0)]))
    assert not plot._best.isVisible()
    plot.show_history(history(30, [(0, 6.0), (10, 4.0), (20, 4.2)]))
    assert plot._best.isVisible()
    assert plot._best.value() == 10


def test_a_long_run_is_thinned_without_losing_its_peaks(plot, qtbot):
    plot.show_history(history(100_000))
    qtbot.waitUntil(lambda: len(plot._training.getData()[0]) < 20_000)
    assert max(plot._training.getData()[1]) == 6.0


def test_each_later_reading_is_marked_where_it_begins(plot):
    twice = history(20)
    twice.add(Reading(step=8, number=2, of=3))
    twice.add(Reading(step=14, number=3, of=3))
    plot.show_history(twice)
    assert [line.value() for line in plot._readings] == [8, 14]
    plot.show_history(history(20))
    assert plot._readings == []


def test_the_colours_follow_the_scheme(plot, qapp):
    sheet, palette = qapp.styleSheet(), qapp.palette()
    try:
        theme.wear(qapp, theme.DARK)
        assert plot._best.pen.color().name() == theme.DARK.good
        theme.wear(qapp, theme.LIGHT)
        assert plot._best.pen.color().name() == theme.LIGHT.good
    finally:
        qapp.setStyleSheet(sheet)
        qapp.setPalette(palette)


def test_the_axes_are_named(plot):
    assert plot.getAxis("bottom").labelText == "step"
    assert plot.getAxis("left").labelText == "loss, nats a token"


@pytest.mark.parametrize(
    ("steps", "evaluations", "x", "y"),
    [
        (0, [], (0, 100), (2, 7)),
        (0, [(0, 6.2)], (0, 100), (2, 7)),
        (1, [(0, 9.5)], (0, 100), (2, 9.5)),
        (1, [(0, 6.2), (5, float("nan"))], (0, 100), (2, 7)),
        (9, [(300, 4.0)], (1, 300), (3, 6)),
    ],
)
def test_few_points_stand_on_axes_that_a_training_is_going_to_fill(plot, steps, evaluations, x, y):
    plot.show_history(history(steps, evaluations))
    plot.getViewBox().updateAutoRange()
    for wanted, (low, high) in zip((x, y), plot.getViewBox().viewRange(), strict=True):
        room = 0.15 * (wanted[1] - wanted[0])  # beside the points
        assert wanted[0] - room <= low <= wanted[0]
        assert wanted[1] <= high <= wanted[1] + room
