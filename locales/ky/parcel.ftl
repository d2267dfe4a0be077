## Кардарлар менен кызматкерлерге көрүнгөн посылкалар

parcel-status-pending = күтүлүүдө
parcel-status-in-transit = жолдо
parcel-status-delivered = келди
parcel-status-issued = берилди
parcel-status-cancelled = жокко чыгарылды
parcel-notice = 📦 <b>{ $number }</b> посылкасы: { $status }
parcel-notice-more = … жана дагы { $count }
