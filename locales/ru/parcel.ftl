## Посылки на экранах клиентов и сотрудников

parcel-status-pending = ожидается
parcel-status-in-transit = в пути
parcel-status-delivered = прибыла
parcel-status-issued = выдана
parcel-status-cancelled = отменена
parcel-notice = 📦 Посылка <b>{ $number }</b>: { $status }
parcel-notice-more = … и ещё { $count }
