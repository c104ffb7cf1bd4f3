//! Bytes to text, chunk by chunk: byte order mark, else UTF-8 if everything is, else what the bytes look like.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, CoderResult, EUC_KR, Encoding, GB18030, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Bytes that decide a legacy encoding.
const EVIDENCE: usize = 256 * 1024;

/// Turns the chunks of a file into UTF-8.
pub(crate) struct Decoder {
    state: State,
    /// Name for the report.
    label: String,
}

enum State {
    /// Only ASCII so far.
    Ascii,
    /// UTF-8: bytes pass through; whether they really are is checked cell by cell.
    Utf8,
    Other(encoding_rs::Decoder),
}

impl Decoder {
    /// A decoder for a file that begins with `head`, and how many bytes of it are a byte order mark.
    pub(crate) fn new(head: &[u8], decided: Option<&'static Encoding>) -> (Self, usize) {
        if let Some((encoding, length)) = Encoding::for_bom(head) {
            let decoder = Self::of(encoding);
            return (Self { label: format!("{} BOM", decoder.label), ..decoder }, length);
        }
        let utf_16 = decided.is_none().then(|| utf_16(head)).flatten();
        match decided.or(utf_16) {
            Some(encoding) => (Self::of(encoding), 0),
            None => (Self { state: State::Ascii, label: "UTF-8".to_owned() }, 0),
        }
    }

    fn of(encoding: &'static Encoding) -> Self {
        // What calls itself GBK or GB2312 is read as what holds them both.
        let encoding = if encoding == encoding_rs::GBK { GB18030 } else { encoding };
        let label = if encoding == GB18030 { "GB18030".to_owned() } else { encoding.name().to_owned() };
        let state = if encoding == UTF_8 { State::Utf8 } else { State::Other(encoding.new_decoder_without_bom_handling()) };
        Self { state, label }
    }

    pub(crate) fn label(&self) -> &str {
        &self.label
    }

    /// Hands the text of a chunk to `take`, as UTF-8 bytes.
    pub(crate) fn decode<E>(&mut self, chunk: &[u8], is_last: bool, mut take: impl FnMut(&[u8]) -> Result<(), E>) -> Result<(), E> {
        if matches!(self.state, State::Ascii) {
            let Some(first) = chunk.iter().position(|byte| !byte.is_ascii()) else {
                return if chunk.is_empty() { Ok(()) } else { take(chunk) };
            };
            let evidence = chunk.get(first..chunk.len().min(first + EVIDENCE)).unwrap_or(&[]);
            *self = Self::of(detect(evidence));
        }
        let State::Other(decoder) = &mut self.state else {
            return if chunk.is_empty() { Ok(()) } else { take(chunk) };
        };
        let mut text = String::with_capacity(chunk.len().min(64 * 1024) * 2 + 16);
        let mut rest = chunk;
        loop {
            let (result, read, _) = decoder.decode_to_string(rest, &mut text, is_last);
            rest = rest.get(read..).unwrap_or(&[]);
            // An empty piece would mean the end.
            if !text.is_empty() {
                take(text.as_bytes())?;
                text.clear();
            }
            if matches!(result, CoderResult::InputEmpty) {
                return Ok(());
            }
        }
    }
}

/// UTF-16 without a mark: nothing but every second byte is zero.
fn utf_16(head: &[u8]) -> Option<&'static Encoding> {
    let pairs = head.get(..head.len().min(4096)).unwrap_or(&[]).chunks_exact(2);
    let (mut all, mut even, mut odd) = (0, 0, 0);
    for pair in pairs {
        all += 1;
        even += usize::from(pair.first() == Some(&0));
        odd += usize::from(pair.get(1) == Some(&0));
    }
    // A few letters have a zero in the other half too: 一 is 4E00.
    let is = |zeros: usize, others: usize| all >= 4 && zeros * 10 > all && others * 6 <= zeros;
    if is(odd, even) {
        Some(UTF_16LE)
    } else if is(even, odd) {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// What bytes that are not ASCII look like: UTF-8 if they are, else the likeliest legacy encoding.
pub(crate) fn detect(bytes: &[u8]) -> &'static Encoding {
    // A few damaged bytes do not make it another encoding: letters of others hardly ever form valid UTF-8.
    let (mut valid, mut damaged) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        valid += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        damaged += usize::from(!chunk.invalid().is_empty());
    }
    let is_cut_off = std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none());
    if damaged == 0 || is_cut_off || damaged * 4 <= valid {
        return UTF_8;
    }
    let (pairs, all) = hanzi_pairs(bytes);
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    let is_cjk = [GB18030, encoding_rs::GBK, BIG5, SHIFT_JIS, EUC_KR, encoding_rs::EUC_JP].contains(&guess);
    // A few Chinese names among ASCII are too little for statistics, but nearly all of their bytes come in pairs of the
    // commonest Chinese characters, which no other script's do.
    if !is_cjk && all > 0 && pairs * 10 >= all * 9 {
        return GB18030;
    }
    if is_cjk && guess != SHIFT_JIS && guess != BIG5 && pairs * 10 >= all * 9 && !is_korean(bytes) && !has_kana(bytes) {
        return GB18030;
    }
    if guess == encoding_rs::GBK {
        GB18030
    } else if guess == UTF_8 {
        WINDOWS_1252
    } else {
        guess
    }
}

/// Bytes over ASCII that form pairs of GB 2312 level 1 characters or its punctuation, and all bytes over ASCII.
fn hanzi_pairs(bytes: &[u8]) -> (usize, usize) {
    let (mut pairs, mut all) = (0, 0);
    let mut rest = bytes;
    while let Some((lead, tail)) = rest.split_first() {
        rest = tail;
        if lead.is_ascii() {
            continue;
        }
        let trail = tail.first().copied().filter(|byte| *byte >= 0xA1);
        match trail {
            Some(_) => {
                all += 2;
                pairs += if matches!(*lead, 0xA1..=0xA3 | 0xB0..=0xD7) { 2 } else { 0 };
                rest = tail.get(1..).unwrap_or(&[]);
            }
            None => all += 1,
        }
    }
    (pairs, all)
}

/// Half of the commonest Korean syllables, as EUC-KR writes them, make up a good part of any Korean text.
fn is_korean(bytes: &[u8]) -> bool {
    let (text, _) = EUC_KR.decode_without_bom_handling(bytes);
    let all = text.chars().filter(|c| ('가'..='힣').contains(c)).count();
    let common = text
        .chars()
        .filter(|c| "이다의는에을가하고로한지사도기상부주시자명영업담당금액고객회사일제품계약단수성대리인원김박최정".contains(*c))
        .count();
    all > 0 && common * 3 >= all
}

/// Kana as EUC-JP writes them: GB 2312 has them in the same place and Chinese texts do not use them.
fn has_kana(bytes: &[u8]) -> bool {
    let (text, _) = GB18030.decode_without_bom_handling(bytes);
    text.chars().filter(|c| ('ぁ'..='ヶ').contains(c)).count() > 2
}

#[cfg(test)]
mod tests {
    use super::{BIG5, EUC_KR, Encoding, GB18030, SHIFT_JIS, UTF_8, detect};
    use encoding_rs::WINDOWS_1252;

    fn of(encoding: &'static Encoding, text: &str) -> &'static Encoding {
        detect(&encoding.encode(text).0)
    }

    #[test]
    fn encodings_of_short_texts() {
        assert_eq!(of(UTF_8, "客户,金额"), UTF_8);
        for text in ["客户,金额\n北京华远科技有限公司,1200", "张伟", "商机编号,客户名称,销售阶段,赢单"] {
            assert_eq!(of(GB18030, text), GB18030, "{text}");
        }
        for text in ["客戶名稱,金額,負責人\n臺灣電腦股份有限公司,1200,陳小姐", "業務代表,訂單日期,產品名稱,總計"]
        {
            assert_eq!(of(BIG5, text), BIG5, "{text}");
        }
        assert_eq!(of(SHIFT_JIS, "商談名,担当者,フェーズ,金額\nシステム導入,山本,受注,1200"), SHIFT_JIS);
        assert_eq!(of(EUC_KR, "고객명,담당자,금액,계약일\n한국전자 주식회사,김영수,1200,2025-01-01"), EUC_KR);
        for text in ["Müller GmbH,Größe", "Société Générale,café, déjà", "José,Ñandú"] {
            assert_eq!(of(WINDOWS_1252, text), WINDOWS_1252, "{text}");
        }
    }
}
