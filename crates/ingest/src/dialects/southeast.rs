//! Indonesian, Vietnamese and Thai names, and those of Southeast Asian market places.

use kpi_model::Field as F;
use kpi_model::TableKind as T;

use super::{Synonym, any, of};

pub(super) const SYNONYMS: &[Synonym] = &[
    of(
        &[T::Orders],
        F::Day,
        &[
            "tanggalpembayaran",
            "tanggalpesanan",
            "tanggalfaktur",
            "waktupembayaran",
            "createtime",
            "ngàychứngtừ",
            "ngàyhạchtoán",
            "ngàyđặthàng",
            "วันที",
        ],
    ),
    of(
        &[T::Orders],
        F::Id,
        &["nomorinvoice", "nomorpesanan", "nopesanan", "nomorfaktur", "ordernumber", "sốchứngtừ", "sốhóađơn", "mãđơnhàng", "เลขทีเอกสาร"],
    ),
    of(
        &[T::Orders],
        F::Amount,
        &["totalpenjualan", "totalharga", "jumlahpenjualan", "paidprice", "doanhsốbán", "doanhthu", "thànhtiền", "tổngtiền", "มูลคากอนภาษี"],
    ),
    of(&[T::Orders], F::Quantity, &["jumlahprodukdibeli", "jumlahbarang", "kuantitas", "sốlượngbán", "sốlượng", "จำนวน"]),
    of(&[T::Orders], F::ListPrice, &["hargajual", "đơngiá"]),
    of(&[T::Orders], F::Product, &["nomorsku", "namaproduk", "namabarang", "sellersku", "itemname", "mãhàng", "tênhàng"]),
    of(&[T::Orders, T::Payments], F::Status, &["statusterakhir", "statuspesanan", "trạngthái", "tìnhtrạng", "สถานะ"]),
    any(F::Customer, &["mãkháchhàng", "namapembeli", "namapelanggan", "pelanggan", "kháchhàng"]),
    any(F::CustomerName, &["namapelanggan", "namapembeli", "tênkháchhàng", "ชือลูกคา"]),
    any(F::Person, &["penjual", "namasales", "tenagapenjual", "nhânviên", "nhânviênbánhàng", "พนักงานขาย"]),
    any(F::Region, &["wilayah", "khuvực"]),
];
