//! The words that introduce an example, in the languages pages are written in: data, one line for each language.

use crate::near::last;
use crate::words::WORDS;

mod status;

pub use status::status;
pub(crate) use status::{reason, status_in};

/// Whether an example is sent to the server or comes from it.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Direction {
    /// It is a request body.
    Request,
    /// It is a response body.
    Response,
}

/// A language and its words for an answer and for what is sent, in small letters.
struct Locale {
    name: &'static str,
    response: &'static [&'static str],
    request: &'static [&'static str],
}

/// A word counts at the beginning of a word of the text; in languages without spaces, anywhere.
const LOCALES: [Locale; 8] = [
    Locale {
        name: "en",
        response: &[
            "response", "responds", "returns", "returned", "answers", "output", "result",
        ],
        request: &["request", "payload", "structured like", "body to send"],
    },
    Locale {
        name: "ko",
        response: &["응답", "반환"],
        request: &["요청", "페이로드"],
    },
    Locale {
        name: "ja",
        response: &["応答", "レスポンス", "返され", "を返し", "を返す"],
        request: &["リクエスト", "要求", "ペイロード"],
    },
    Locale {
        name: "fr",
        response: &["réponse", "renvoie", "renvoyé", "retourne"],
        request: &["requête", "charge utile"],
    },
    Locale {
        name: "de",
        response: &[
            "antwort",
            "rückgabe",
            "beispielantwort",
            "fehlerantwort",
            "serverantwort",
            "zurückgegeben",
            "zurückgeliefert",
        ],
        request: &["anfrage", "anforderung", "nutzlast", "beispielanfrage"],
    },
    Locale {
        name: "es",
        response: &["respuesta", "devuelve", "devuelto"],
        request: &["solicitud", "petición"],
    },
    Locale {
        name: "pt",
        response: &["resposta", "retorna", "devolve"],
        request: &["requisição", "solicitação", "pedido"],
    },
    Locale {
        name: "zh",
        response: &["响应", "回應", "返回", "回应", "回傳"],
        request: &["请求", "請求", "有效负载"],
    },
];

/// A word that introduces an example, found in a text.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Label {
    /// What the word announces.
    pub direction: Direction,
    /// The word, as the table has it.
    pub word: &'static str,
    /// The language it was taken for. Several languages may share a word; the first in the table is told.
    pub locale: &'static str,
    /// Whether a word for the other direction stands in the same line.
    pub mixed: bool,
}

/// Finds the word that introduces an example in the text before it; only the last sentence or table cell counts.
///
/// ```
/// use openapi_doccheck::bind::Direction;
/// use openapi_doccheck::label;
///
/// let label = label::find("Send the request. Example of response:").unwrap();
/// assert_eq!((label.direction, label.word, label.locale), (Direction::Response, "response", "en"));
/// assert_eq!(label::find("응답 예시").unwrap().locale, "ko");
/// assert_eq!(label::find("See below."), None);
/// ```
pub fn find(text: &str) -> Option<Label> {
    let tail = last_sentence(text).to_lowercase();
    let words = LOCALES.iter().flat_map(|locale| {
        let responses = locale
            .response
            .iter()
            .map(|word| (Direction::Response, *word));
        let requests = locale
            .request
            .iter()
            .map(|word| (Direction::Request, *word));
        responses
            .chain(requests)
            .map(move |(direction, word)| (locale.name, direction, word))
    });
    let mut found: Vec<_> = words
        .filter_map(|(locale, direction, word)| {
            Some((position(&tail, word)?, locale, direction, word))
        })
        .collect();
    // The sort is stable: of words that begin at the same place, the first in the table stays first.
    found.sort_by_key(|(at, ..)| *at);
    // What is structured like an example may as well be what comes back.
    if found
        .iter()
        .any(|(.., direction, _)| *direction == Direction::Response)
    {
        found.retain(|(.., word)| *word != "structured like");
    }
    let Some((_, locale, direction, word)) = found.first().copied() else {
        return outcome(&tail);
    };
    let mixed = found.iter().any(|(_, _, other, _)| *other != direction);
    Some(Label {
        direction,
        word,
        locale,
        mixed,
    })
}

/// The words for how it went, besides those for errors.
const SUCCESS: [&str; 3] = ["success", "successful", "succeeded"];

/// What a label of a few words says that tells how it went, such as `Error` or `Success`: that is an answer.
fn outcome(text: &str) -> Option<Label> {
    let words = || {
        let all = text.split(|c: char| !c.is_alphanumeric());
        all.filter(|word| !word.is_empty())
    };
    if words().count() > 3 {
        return None;
    }
    let errors = WORDS.iter().map(|words| (words.locale, words.errors));
    let mut known = errors.chain([("en", &SUCCESS[..])]);
    let (locale, word) = known.find_map(|(locale, known)| {
        let found = known
            .iter()
            .find(|known| words().any(|word| word == **known))?;
        Some((locale, *found))
    })?;
    Some(Label {
        direction: Direction::Response,
        word,
        locale,
        mixed: false,
    })
}

/// The longest text that is looked at, in bytes: a label is a short line.
const LONGEST: usize = 400;

/// What stands behind the last sentence end or table bar, without the marks at the end of the text.
fn last_sentence(text: &str) -> &str {
    let mark =
        |c: char| c.is_whitespace() || matches!(c, ':' | '：' | '.' | '。' | '*' | '_' | '`');
    let text = text.trim_end_matches(mark);
    let text = last(text, LONGEST);
    let ends = [". ", "! ", "? ", "| ", "。"];
    let from = ends
        .iter()
        .filter_map(|end| Some(text.rfind(end)? + end.len()))
        .max();
    &text[from.unwrap_or(0)..]
}

fn position(text: &str, word: &str) -> Option<usize> {
    let needs_start = word.starts_with(|c: char| c.is_alphabetic() && c < '\u{1100}');
    text.match_indices(word)
        .map(|(at, _)| at)
        .find(|at| !needs_start || !text[..*at].ends_with(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::Direction::{Request, Response};
    use super::find;

    #[test]
    fn every_language_has_its_words() {
        for (text, locale, direction) in [
            ("Example response:", "en", Response),
            ("Im Fehlerfall wird `422` zurückgegeben:", "de", Response),
            ("オーダーが無効な場合、`422`を返します。", "ja", Response),
            ("如果无效，返回`422`：", "zh", Response),
            ("**Sample payload**", "en", Request),
            ("예시 응답:", "ko", Response),
            ("요청 예", "ko", Request),
            ("レスポンスの例:", "ja", Response),
            ("リクエストの例:", "ja", Request),
            ("Exemple de réponse :", "fr", Response),
            ("Exemple de requête :", "fr", Request),
            ("Beispielantwort, die Antwort:", "de", Response),
            ("Beispiel einer Anfrage:", "de", Request),
            ("Beispielanfrage:", "de", Request),
            ("**Error**", "en", Response),
            ("Success:", "en", Response),
            ("오류:", "ko", Response),
            ("Beispielantwort (Status 201):", "de", Response),
            ("It returns JSON structured like this:", "en", Response),
            ("Ejemplo de respuesta:", "es", Response),
            ("Ejemplo de petición:", "es", Request),
            ("Exemplo de resposta:", "pt", Response),
            ("Exemplo de requisição:", "pt", Request),
            ("响应示例：", "zh", Response),
            ("请求示例：", "zh", Request),
        ] {
            let label = find(text).expect(text);
            assert_eq!(
                (label.locale, label.direction, label.mixed),
                (locale, direction, false),
                "{text}"
            );
        }
    }

    #[test]
    fn a_line_with_words_of_both_kinds_says_so() {
        let label = find("Response to this request:").unwrap();
        assert_eq!((label.direction, label.mixed), (Response, true));
    }

    #[test]
    fn only_the_last_sentence_and_the_beginning_of_a_word_count() {
        assert_eq!(find("The response is big. See here:"), None);
        assert_eq!(find("| a response | see here"), None);
        assert_eq!(find("Throughput"), None);
        assert_eq!(find("An error is not expected here:"), None);
    }
}
