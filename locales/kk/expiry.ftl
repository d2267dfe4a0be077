## Points that are about to expire

expiry-title = ⏳ <b>Баллдардың мерзімі жақында бітеді</b>
expiry-today = <b>{ points-count }</b>: бүгін соңғы күн
expiry-until = <b>{ points-count }</b>: соңғы күні { $date }
expiry-friends-today = <b>{ points-count }</b> (достар үшін): бүгін соңғы күн
expiry-friends-until = <b>{ points-count }</b> (достар үшін): соңғы күні { $date }
expiry-hint = Олармен сатып алуды төлеңіз: кассада картаңызды көрсетіңіз.
