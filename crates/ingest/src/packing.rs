//! Numbers and texts in one buffer, little endian, so that a table crosses between workers as it is.

/// Writes.
#[derive(Default)]
pub(crate) struct Packer(pub(crate) Vec<u8>);

impl Packer {
    pub(crate) fn number(&mut self, number: usize) {
        self.0.extend((number as u64).to_le_bytes());
    }

    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        self.number(bytes.len());
        self.0.extend(bytes);
    }

    pub(crate) fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    pub(crate) fn numbers(&mut self, numbers: &[u32]) {
        self.number(numbers.len());
        self.places::<4>(numbers.len()).iter_mut().zip(numbers).for_each(|(place, number)| *place = number.to_le_bytes());
    }

    /// Room for as many values of so many bytes.
    pub(crate) fn places<const WIDTH: usize>(&mut self, count: usize) -> &mut [[u8; WIDTH]] {
        let start = self.0.len();
        self.0.resize(start + count * WIDTH, 0);
        self.0.get_mut(start..).unwrap_or(&mut []).as_chunks_mut().0
    }
}

/// Reads what a [`Packer`] wrote; gives `None` from the first thing that cannot be.
pub(crate) struct Unpacker<'a>(pub(crate) &'a [u8]);

impl<'a> Unpacker<'a> {
    pub(crate) fn take(&mut self, len: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.0.split_at_checked(len)?;
        self.0 = rest;
        Some(head)
    }

    pub(crate) fn number(&mut self) -> Option<usize> {
        usize::try_from(u64::from_le_bytes(self.take(8)?.try_into().ok()?)).ok()
    }

    pub(crate) fn bytes(&mut self) -> Option<&'a [u8]> {
        let len = self.number()?;
        self.take(len)
    }

    pub(crate) fn text(&mut self) -> Option<String> {
        String::from_utf8(self.bytes()?.to_vec()).ok()
    }

    pub(crate) fn numbers(&mut self) -> Option<Vec<u32>> {
        let len = self.number()?.checked_mul(4)?;
        let (numbers, _) = self.take(len)?.as_chunks::<4>();
        Some(numbers.iter().map(|number| u32::from_le_bytes(*number)).collect())
    }
}
