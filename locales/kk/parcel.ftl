## Клиенттер мен қызметкерлерге көрінетін сәлемдемелер

parcel-status-pending = күтілуде
parcel-status-in-transit = жолда
parcel-status-delivered = келді
parcel-status-issued = берілді
parcel-status-cancelled = бас тартылды
parcel-notice = 📦 <b>{ $number }</b> сәлемдемесі: { $status }
parcel-notice-more = … және тағы { $count }
