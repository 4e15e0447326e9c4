"""Open redirects: where a page sends somebody on to is always on this site."""

import pytest
from tests.client.web.conftest import World
from tests.support.site import Person

from soulbadge.web.visitors import local_path

ELSEWHERE = (
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/ /evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "evil.example",
    "",
    "/é",
    "/\u202eevil",
)


@pytest.mark.parametrize("onwards", ELSEWHERE)
def test_what_could_lead_elsewhere_leads_to_the_first_page(onwards: str, visitor: Person, world: World) -> None:
    assert local_path(onwards, "/") == "/"
    if "\n" not in onwards and "\t" not in onwards:
        assert visitor.get("/enter/wallet", params={"next": onwards}).status_code == 200
    done = visitor.post("/theme", {"choose": "dark", "back": onwards})
    assert (done.status_code, done.headers["location"]) == (303, "/")
    ada = world.holder()
    assert visitor.sign_in(ada, onwards=onwards).json() == {"next": "/"}


@pytest.mark.parametrize("onwards", ["/", "/club", "/holder/0x00?x=1&y=/z", "/a/../b", "/%2F%2Fevil.example"])
def test_a_path_of_this_site_is_kept(onwards: str, visitor: Person) -> None:
    done = visitor.post("/theme", {"choose": "dark", "back": onwards})
    assert done.headers["location"] == onwards


def test_the_colours_that_were_chosen_are_kept_and_can_be_given_up(visitor: Person) -> None:
    assert "data-theme" not in visitor.get("/").text
    for theme in ("dark", "light"):
        visitor.post("/theme", {"choose": theme, "back": "/"})
        assert f'data-theme="{theme}"' in visitor.get("/").text
        assert f'data-theme="{theme}"' in visitor.get("/nothing/here").text
    visitor.post("/theme", {"choose": "auto", "back": "/"})
    assert "data-theme" not in visitor.get("/").text


def test_a_path_without_end_is_no_path(visitor: Person) -> None:
    assert local_path("/" + "x" * 2047, "/") == "/" + "x" * 2047
    assert local_path("/" + "x" * 2048, "/") == "/"
    assert visitor.get("/enter/wallet", params={"next": "/" + "x" * 3000}).status_code == 422
