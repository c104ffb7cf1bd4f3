//! ERP, accounting and shop systems, and what other CRM systems call what the other lists lack.

use kpi_model::Field as F;
use kpi_model::TableKind as T;

use super::{Synonym, any, of};

pub(super) const SYNONYMS: &[Synonym] = &[
    // SAP by the technical names of VBAK, VBAP, KNA1 and MARA
    of(&[T::Orders], F::Id, &["vbeln"]),
    any(F::Customer, &["kunnr", "kunag"]),
    of(&[T::Accounts], F::CustomerName, &["name1"]),
    of(&[T::Accounts], F::Region, &["land1", "regio"]),
    of(&[T::Accounts], F::Industry, &["brsch"]),
    of(&[T::Orders], F::Day, &["audat", "fkdat", "erdat"]),
    of(&[T::Orders], F::Amount, &["netwr"]),
    any(F::Product, &["matnr"]),
    of(&[T::Products], F::ProductName, &["maktx"]),
    of(&[T::Orders], F::Quantity, &["kwmeng", "fkimg"]),
    of(&[T::Orders, T::Products], F::ListPrice, &["netpr"]),
    of(&[T::Orders], F::Cost, &["wavwr"]),
    of(&[T::Orders], F::Status, &["vbtyp"]),
    any(F::Currency, &["waerk", "waers"]),
    of(&[T::Orders], F::Person, &["vkgrp", "pernr"]),
    // 金蝶, 用友, 管家婆
    of(
        &[T::Orders],
        F::Amount,
        &["折后金额", "无税金额", "不含税金额", "未税金额", "原币无税金额", "原币不含税金额", "合同总金额", "合同总额"],
    ),
    of(&[T::Orders], F::Customer, &["往来单位", "往来户", "购货单位", "收货客户"]),
    of(&[T::Orders], F::Product, &["物料编码", "存货编码", "选购商品", "商品全名"]),
    of(&[T::Orders, T::Payments], F::Status, &["单据状态", "单据类型", "审批状态", "审核状态", "业务类型", "回款状态"]),
    of(&[T::Orders], F::Id, &["主订单编号", "主订单号", "内部订单号", "单据编号"]),
    of(&[T::Orders], F::Day, &["订单提交时间"]),
    // 销售日报
    of(&[T::Orders], F::Amount, &["今日签单金额", "今日销售额", "当日销售额", "签单金额"]),
    of(&[T::Targets], F::Person, &["员工", "员工姓名", "人员"]),
    of(&[T::Opportunities], F::LossReason, &["motivodeperda", "motivodaperda"]),
    // SAP Business One
    of(&[T::Orders], F::Id, &["docentry", "docnum"]),
    of(&[T::Orders], F::Day, &["docdate"]),
    of(&[T::Orders], F::Amount, &["linetotal", "doctotal", "优惠后金额", "优惠后总额"]),
    any(F::Customer, &["cardcode"]),
    of(&[T::Accounts], F::CustomerName, &["cardname"]),
    any(F::Product, &["itemcode"]),
    any(F::Person, &["slpname", "slpcode"]),
    of(&[T::Orders], F::DueOn, &["docduedate"]),
    // Italian, Portuguese, Turkish and Polish lists of invoices
    of(
        &[T::Orders],
        F::Day,
        &["datadocumento", "datafattura", "dataemissão", "tarih", "siparistarihi", "datawystawienia", "datasprzedaży"],
    ),
    of(&[T::Orders], F::Amount, &["imponibile", "totaleimponibile", "valortotal", "tutar", "wartośćnetto", "kwotanetto"]),
    of(&[T::Orders], F::Id, &["numerodocumento", "notafiscal", "siparişno", "faturano", "numerfaktury", "nrfaktury", "ndepièce"]),
    of(&[T::Orders], F::Quantity, &["qtde", "quantità", "miktar", "ilość"]),
    of(&[T::Orders], F::Product, &["articolo", "produto", "ürün", "towar", "produkt"]),
    any(F::Customer, &["ragionesociale", "raisonsociale", "müşteri", "nabywca", "klient", "kontrahent"]),
    of(&[T::Orders, T::Payments], F::Status, &["状態", "訂單狀態", "durum", "situação", "stan", "statusfaktury"]),
    of(&[T::Orders], F::Day, &["faturatarihi"]),
    of(&[T::Orders], F::Product, &["ürünadı"]),
    any(F::Customer, &["cariünvan", "müşteriadı"]),
    any(F::Person, &["satıştemsilcisi"]),
    // Journals of shops and of services that take payments
    of(&[T::Payments], F::Day, &["createdat", "created", "transactiondate"]),
    of(&[T::Payments], F::Amount, &["gross", "net"]),
    of(&[T::Payments], F::Status, &["kind"]),
    of(&[T::Payments], F::Customer, &["name"]),
    // Pipedrive in German
    of(&[T::Opportunities], F::Closed, &["gewonnenum", "dealgewonnenum"]),
    of(&[T::Opportunities], F::LostOn, &["verlorenum", "dealverlorenum"]),
    // kintone
    of(&[T::Opportunities], F::Amount, &["小計", "合計費用"]),
    of(&[T::Opportunities], F::Person, &["案件担当者名", "案件担当者"]),
    // 钉钉
    of(&[T::Activities], F::Day, &["签到日期"]),
    of(&[T::Activities], F::Customer, &["客户名称", "拜访客户", "拜访对象"]),
    of(&[T::Payments], F::DueOn, &["计划回款日期", "应回款日期", "应收日期"]),
    // Invoices of German, French and Swiss accounting systems
    of(&[T::Orders], F::Amount, &["netto", "nettobetrag", "totalht", "montantht", "baseimponible", "rechnungsbetrag", "originalamount"]),
    of(
        &[T::Orders, T::Payments],
        F::DueOn,
        &["zahlungsziel", "fälligkeit", "fälligam", "gültigbis", "échéance", "dateéchéance", "vencimiento"],
    ),
    of(&[T::Orders], F::PaidOn, &["gezahltam", "bezahltam", "réglele", "régléle", "datepaiement"]),
    of(&[T::Orders], F::Customer, &["contactname", "kontakt", "particulars", "partyname"]),
    // Nutshell, Bitrix24, amoCRM, Insightly
    of(&[T::Opportunities], F::Customer, &["companies", "компания", "контакт", "клиент"]),
    of(&[T::Opportunities], F::Closed, &["closedtime", "датазакрытия", "датазавершения"]),
    of(&[T::Opportunities], F::ExpectedClose, &["предполагаемаядатазакрытия"]),
    of(&[T::Opportunities], F::Stage, &["стадиясделки", "этапсделки"]),
    of(&[T::Opportunities], F::IsClosed, &["сделказакрыта"]),
    of(&[T::Opportunities], F::LossReason, &["причинаотказа", "причинапровала", "statereason", "причинапроигрыша"]),
    of(&[T::Opportunities], F::Created, &["датасоздания", "датасозданиясделки"]),
    of(&[T::Opportunities], F::Amount, &["сумма", "бюджет"]),
    any(F::Currency, &["валюта"]),
    any(F::Source, &["источник"]),
    any(F::Person, &["ответственный"]),
    // Contacts that became customers, and when
    of(&[T::Leads], F::Converted, &["becameacustomerdate", "converteddate", "转客户时间", "转化时间"]),
    // Eventbrite
    of(&[T::Activities], F::Day, &["eventstartdate", "eventdate"]),
    of(&[T::Activities], F::Attended, &["attendeestatus"]),
    of(&[T::Activities], F::ActivityType, &["eventname"]),
    of(&[T::Activities], F::Customer, &["company", "organization", "organisation"]),
];
