"""What the offline exam writer makes of English sentences."""

from __future__ import annotations

import pytest

from actors.pdf_exam.english.tongue import English

ENGLISH = English()
STACK = "A stack is a linear data structure that follows the last in, first out principle."


@pytest.mark.parametrize(
    "sentence",
    [
        STACK,
        "The operating system schedules processes and manages memory.",
        "Scipio Africanus defeated Hannibal at Zama in 202 BC.",
        "Slow start doubles the congestion window in every round trip until a threshold is reached.",
        "Photosystem I raises the electrons to a higher energy again and passes them to ferredoxin.",
    ],
)
def test_sentence_that_stands_alone_is_fit(sentence: str) -> None:
    assert ENGLISH.fitness(sentence) > 0.5


@pytest.mark.parametrize(
    "sentence",
    [
        "This process converts light energy into chemical energy in plants.",
        "However, the kernel also schedules the processes of other users.",
        "They produce most of the chemical energy of the cell.",
        "The process is repeated until all elements of the list are sorted.",
        "The growth of the population is shown in Figure 3 for all countries.",
        "In this chapter we introduce the main ideas of thermodynamics.",
        "The total energy is E = mc2 for a particle at rest in space.",
        "Overview When the kernel starts it loads the drivers of all devices.",
        "Check the cable before you connect the device to the computer.",
        "Returns a list of all tables with at least one master node.",
        "Maximum depth to which terms are printed in case of error.",
        "The sizes of the three arrays are as follows: ten, twenty and thirty.",
        "If it fails, the transaction is repeated by the server later.",
    ],
)
def test_sentence_that_leans_on_others_is_unfit(sentence: str) -> None:
    assert ENGLISH.fitness(sentence) == 0


def test_definition_is_parted_into_term_and_body() -> None:
    found = ENGLISH.definition(STACK)
    assert found is not None
    assert (found.term.text, found.kind_of, found.article) == ("stack", "linear data structure", "a")
    assert found.body == "a linear data structure that follows the last in, first out principle"


def test_definition_that_names_its_term_last_is_found() -> None:
    found = ENGLISH.definition("The process by which plants make food is called photosynthesis.")
    assert found is not None
    assert (found.term.text, found.body) == ("photosynthesis", "The process by which plants make food")


@pytest.mark.parametrize(
    "sentence",
    [
        "Photosynthesis is the most important process on the surface of the earth.",
        "A stack is a data structure.",
        "The uploads are only issued for the current stable distribution of the system.",
        "A stack machine is a machine that keeps its operands on a stack.",
    ],
)
def test_judgement_or_empty_class_is_no_definition(sentence: str) -> None:
    assert ENGLISH.definition(sentence) is None


def test_noun_phrases_are_whole_and_hold_no_verb() -> None:
    texts = [phrase.text for phrase in ENGLISH.phrases("TCP retransmits lost segments after a timeout of 200 ms.")]
    assert texts == ["TCP", "segments", "timeout"]
    texts = [phrase.text for phrase in ENGLISH.phrases("The operating system schedules processes and manages memory.")]
    assert "operating system" in texts
    assert not any("schedules" in text for text in texts)


def test_wrong_numbers_are_written_like_the_right_one() -> None:
    (share,) = ENGLISH.quantities("Water covers about 71 % of the surface of the earth.")
    assert share.kind == "percentage"
    assert all(other.endswith(" %") and 0 < float(other[:-2]) <= 100 for other in share.others)
    (size,) = ENGLISH.quantities("The habitat of the species covers 1,250 km of coast.")
    assert all(other.endswith(" km") for other in size.others)
    assert len(set(size.others)) == len(size.others) >= 3


def test_bound_is_no_number_to_ask_for() -> None:
    assert ENGLISH.quantities("A tree of this family lives for at least 200 years in the wild.") == []


def test_number_that_stands_twice_is_not_asked_for() -> None:
    found = ENGLISH.quantities("An interval of 95 percent covers the true value in 95 percent of all samples.")
    assert found == []


def test_opposite_makes_one_change() -> None:
    sentence = "Warm air rises near the equator because its density is lower."
    for change in ENGLISH.flips(sentence):
        changed = change.applied(sentence)
        assert changed != sentence
        assert len(set(changed.split()) ^ set(sentence.split())) <= 2


def test_opposite_takes_its_article_along() -> None:
    sentence = "Lightning is an irreversible discharge."
    assert "Lightning is a reversible discharge." in [change.applied(sentence) for change in ENGLISH.flips(sentence)]


def test_prevents_from_is_not_turned_round() -> None:
    assert not any(
        change.new == "enables"
        for change in ENGLISH.flips("Congestion control prevents senders from overloading a link.")
    )


@pytest.mark.parametrize(
    ("sentence", "stem", "answer"),
    [
        (
            "Mitochondria contain their own DNA because they descend from free-living bacteria.",
            "Give the reason why mitochondria contain their own DNA.",
            "Because they descend from free-living bacteria.",
        ),
        ("The capital was moved to Ankara in 1923.", "In which year was the capital moved to Ankara?", "1923"),
        (
            "A packet consists of a header, a payload and a trailer.",
            "What does a packet consist of?",
            "A header, a payload and a trailer.",
        ),
        ("The OSI model has seven layers.", "How many layers does the OSI model have?", "Seven."),
        (
            "A hash function is used to map keys to positions.",
            "What is a hash function used for?",
            "To map keys to positions.",
        ),
    ],
)
def test_open_question_keeps_the_grammar(sentence: str, stem: str, answer: str) -> None:
    assert (stem, answer) in [(question.stem, question.answer) for question in ENGLISH.open_questions(sentence)]


def test_gap_takes_the_article_that_would_tell() -> None:
    sentence = "A hub is a simple device that repeats every signal."
    start, end = ENGLISH.gap(sentence, 2, 5)
    assert sentence[start:end] == "A hub"


@pytest.mark.parametrize("heading", ["1 Introduction", "References", "Exercises", "3.2 Summary", "x = y", "Chapter 4"])
def test_heading_without_a_topic_is_none(heading: str) -> None:
    assert ENGLISH.topic(heading) == ""


def test_heading_loses_its_number() -> None:
    assert ENGLISH.topic("3.2 Congestion control") == "Congestion control"


def test_what_is_denied_is_not_turned_round() -> None:
    flips = ENGLISH.flips("A correlation does not prove that one variable causes the other.")
    assert "prevents" not in [change.new for change in flips]
    assert "prevents" in [change.new for change in ENGLISH.flips("One variable causes the other.")]


@pytest.mark.parametrize(
    "sentence",
    [
        "The linear systems for the problem are solved by a direct method.",
        "A native package does not distinguish between distribution and upstream releases.",
        "A call to the browser causes the interpreter to halt at that point.",
    ],
)
def test_word_that_names_or_governs_is_not_turned_round(sentence: str) -> None:
    assert [change.new for change in ENGLISH.flips(sentence) if change.new.strip() and change.weight > 0.5] in (
        [],
        ["does"],
    )


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Ribosomes translate messenger RNA into chains of amino acids.", "generic"),
        ("A virtual machine runs an operating system inside another one.", "generic"),
        ("TCP retransmits lost segments after a timeout.", "name"),
        ("The application can read in the graph and apply the layout.", "definite"),
        ("If the flag is one, pending calls are issued at once.", "clause"),
    ],
)
def test_subject_tells_whether_a_sentence_needs_its_context(sentence: str, kind: str) -> None:
    assert ENGLISH.standing(sentence).kind == kind


def test_the_eye_of_a_hurricane_is_determined_and_the_clusters_of_the_graph_are_not() -> None:
    assert ENGLISH.standing("The eye of a hurricane is a calm area of low pressure.").determined
    assert not ENGLISH.standing("The clusters of the graph are used to specify the tree.").determined


@pytest.mark.parametrize(
    "sentence",
    [
        "The most crucial argument is what, which specifies a list of modes.",
        "The numerical subroutine above sets the flag to force the conversion.",
        "Lots of work has been done on the installer, resulting in major improvements.",
        "Calls to file.copy and agmemread leave the link tables as they are.",
        "The coe cient of the rst element is taken from the table.",
    ],
)
def test_words_that_point_gossip_or_name_code_are_a_burden(sentence: str) -> None:
    plain = "Ribosomes translate messenger RNA into chains of amino acids."
    assert ENGLISH.standing(sentence).burden >= ENGLISH.standing(plain).burden + 0.15


def test_as_is_not_read_as_because() -> None:
    sentence = "As the names of the functions suggest, a file matches if its time is after or before the date."
    assert not any(question.stem.startswith("Give the reason") for question in ENGLISH.open_questions(sentence))


def test_term_that_looks_like_an_ordinary_word_is_marked() -> None:
    definition = ENGLISH.definition("Essential is defined as the minimal set of functionality that must be available.")
    assert definition is not None
    assert ENGLISH.wording.what_is(definition) == "What does the term “Essential” mean?"


@pytest.mark.parametrize(
    ("sentence", "name", "sort"),
    [
        ("According to tradition, the people of Rome was founded by twins.", "Rome", "place"),
        ("Legend says that Caesar crossed the Rubicon.", "Caesar", "person"),
        ("The Praetorian Guard protected the emperor.", "Praetorian Guard", "body"),
    ],
)
def test_sort_of_a_name_is_told_by_its_neighbours(sentence: str, name: str, sort: str) -> None:
    phrase = next(phrase for phrase in ENGLISH.phrases(sentence) if phrase.text == name)
    assert ENGLISH.sort_votes(sentence, phrase).get(sort, 0.0) > 0.5


@pytest.mark.parametrize(
    ("heading", "topic"),
    [("A.1 Shared libraries", "Shared libraries"), ("3.2 Energy levels", "Energy levels"), ("Preface", "")],
)
def test_topic_has_no_number(heading: str, topic: str) -> None:
    assert ENGLISH.topic(heading) == topic or (heading == "Preface" and not ENGLISH.topic(heading))


@pytest.mark.parametrize(
    "sentence",
    [
        "the Program, unless a warranty or assumption of liability accompanies a copy of it.",
        "L. Preserve all the Invariant Sections of the Document, unaltered in their text.",
        "The vector must contain the encoding string of the whole structure .",
        "Once a version is released and tagged stable` it will only get updates.",
    ],
)
def test_fragment_or_stray_sign_is_unfit(sentence: str) -> None:
    assert ENGLISH.fitness(sentence) == 0
