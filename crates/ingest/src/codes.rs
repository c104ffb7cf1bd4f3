//! The codes of a column's rows, in as few bytes each as the largest of them needs.

use kpi_data::NO_CODE;

use crate::packing::{Packer, Unpacker};

/// One code per row. Kept one higher than it is, so that [`NO_CODE`] is 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Codes {
    One(Vec<u8>),
    Two(Vec<u16>),
    Four(Vec<u32>),
}

impl Default for Codes {
    fn default() -> Self {
        Self::One(Vec::new())
    }
}

impl Codes {
    pub(crate) fn push(&mut self, code: u32) {
        let kept = code.wrapping_add(1);
        match self {
            Self::One(codes) => match u8::try_from(kept) {
                Ok(kept) => codes.push(kept),
                Err(_) => {
                    *self = Self::Two(codes.iter().map(|kept| u16::from(*kept)).collect());
                    self.push(code);
                }
            },
            Self::Two(codes) => match u16::try_from(kept) {
                Ok(kept) => codes.push(kept),
                Err(_) => {
                    *self = Self::Four(codes.iter().map(|kept| u32::from(*kept)).collect());
                    self.push(code);
                }
            },
            Self::Four(codes) => codes.push(kept),
        }
    }

    /// The code of a row; [`NO_CODE`] past the end.
    pub(crate) fn get(&self, row: usize) -> u32 {
        let kept = match self {
            Self::One(codes) => codes.get(row).map(|kept| u32::from(*kept)),
            Self::Two(codes) => codes.get(row).map(|kept| u32::from(*kept)),
            Self::Four(codes) => codes.get(row).copied(),
        };
        kept.map_or(NO_CODE, |kept| kept.wrapping_sub(1))
    }

    pub(crate) fn len(&self) -> usize {
        match self {
            Self::One(codes) => codes.len(),
            Self::Two(codes) => codes.len(),
            Self::Four(codes) => codes.len(),
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = u32> {
        (0..self.len()).map(|row| self.get(row))
    }

    /// Bytes when packed.
    pub(crate) fn bytes(&self) -> usize {
        self.len() * self.width()
    }

    fn width(&self) -> usize {
        match self {
            Self::One(_) => 1,
            Self::Two(_) => 2,
            Self::Four(_) => 4,
        }
    }

    pub(crate) fn pack_into(&self, out: &mut Packer) {
        out.number(self.width());
        match self {
            Self::One(codes) => out.bytes(codes),
            Self::Two(codes) => {
                out.number(codes.len());
                out.places(codes.len()).iter_mut().zip(codes).for_each(|(place, code)| *place = code.to_le_bytes());
            }
            Self::Four(codes) => out.numbers(codes),
        }
    }

    pub(crate) fn unpack_from(from: &mut Unpacker<'_>) -> Option<Self> {
        Some(match from.number()? {
            1 => Self::One(from.bytes()?.to_vec()),
            2 => {
                let len = from.number()?.checked_mul(2)?;
                Self::Two(from.take(len)?.as_chunks::<2>().0.iter().map(|code| u16::from_le_bytes(*code)).collect())
            }
            4 => Self::Four(from.numbers()?),
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Codes, NO_CODE, Packer, Unpacker};

    #[test]
    fn widths_grow_and_keep_what_they_hold() {
        let pushed: Vec<u32> = [NO_CODE, 0, 254, 255, NO_CODE, 65_534, 65_535, 7, 4_000_000_000].into();
        for end in 0..=pushed.len() {
            let mut codes = Codes::default();
            pushed[..end].iter().for_each(|code| codes.push(*code));
            assert_eq!(codes.iter().collect::<Vec<_>>(), pushed[..end]);
            let mut packed = Packer(Vec::new());
            codes.pack_into(&mut packed);
            assert_eq!(Codes::unpack_from(&mut Unpacker(&packed.0)), Some(codes));
        }
    }
}
