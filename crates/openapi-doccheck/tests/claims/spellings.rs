//! Endpoints in the spellings that pages have for them, and those that only lead to what is said about them.

use super::told;

#[test]
fn an_endpoint_is_read_however_it_is_written() {
    for line in [
        "Endpoint: `PUT /pots`",
        "**Endpoint:** `PUT` `/pots`",
        "- **URL**: PUT /pots",
        "**URL** : `/pots`\n\n**Method** : `PUT`",
        "**Method**: PUT  \n**URL**: `/pots`  \n**Permissions**: none",
        "- Method: `PUT`\n- Path: `/pots`",
        "PUT {baseUrl}/pots",
        "```http\nPUT {{host}}/pots HTTP/1.1\n```",
        "## PUT /pots - Change them",
        "## Change them (PUT /pots)",
        "## [PUT /pots](#)",
        "## [PUT /pots](#) {#put}",
        "put /pots\n---",
        "| Method | Path |\n|---|---|\n| put | /pots |",
    ] {
        let text = format!("# Pots\n\n{line}\n\nExample response:\n\n```json\n{{}}\n```\n");
        assert_eq!(
            told(&text),
            ["endpoint PUT /pots", "response {} @ PUT /pots"],
            "{line}"
        );
    }
    for line in [
        "Send `PUT /pots` to change them.",
        "put /pots",
        "## Put /pots away",
        "**URL** : `/pots`\n\nMethod: none of them",
    ] {
        let text = format!("# Pots\n\n{line}\n");
        assert_eq!(told(&text), Vec::<String>::new(), "{line}");
    }
}

#[test]
fn a_table_or_a_list_that_leads_to_endpoints_says_nothing_about_what_follows() {
    for lines in [
        "| Endpoint | Description |\n|---|---|\n| `GET /lids` | lists |\n| [`PUT /lids`](#put) | changes |",
        "| What | Does |\n|---|---|\n| get /lids | lists |\n| put /lids | changes |",
        "- `GET /lids`: lists\n- **`PUT /lids`** - changes",
        "- [`GET /lids`](#get)\n- [`PUT /lids`](#put) – changes",
        "[`GET /lids`](#get)\n\n[`PUT /lids`](#put)",
    ] {
        for page in ["# Pots\n\n", ""] {
            let text =
                format!("{page}GET /pots\n\n{lines}\n\nExample response:\n\n```json\n{{}}\n```\n");
            assert_eq!(
                told(&text),
                [
                    "endpoint GET /pots",
                    "endpoint GET /lids",
                    "endpoint PUT /lids",
                    "response {} @ GET /pots"
                ],
                "{text}"
            );
        }
    }
    let mixed =
        "# Pots\n\n| What | Does |\n|---|---|\n| `GET /lids` | lists |\n| The rest | nothing |\n";
    assert_eq!(told(mixed), Vec::<String>::new());
    let ignored = "# Pots\n\n<!-- doccheck: ignore -->\n\n| Endpoint |\n|---|\n| `GET /lids` |\n";
    assert_eq!(told(ignored), Vec::<String>::new());
}

#[test]
fn an_example_below_a_list_of_endpoints_is_about_what_its_command_calls() {
    let text = "# Pots\n\n- `GET /pots`: lists\n\n```sh\ncurl https://p.test/pots\n```\n\nExample response:\n\n```json\n[]\n```\n";
    let found = told(text);
    assert_eq!(found[1..], ["curl GET @ ", "response [] @ "]);
}
