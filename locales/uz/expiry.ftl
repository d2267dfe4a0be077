## Points that are about to expire

expiry-title = ⏳ <b>Ballarning muddati tugayapti</b>
expiry-today = <b>{ points-count }</b>: bugun oxirgi kun
expiry-until = <b>{ points-count }</b>: oxirgi kuni { $date }
expiry-friends-today = <b>{ points-count }</b> (do‘stlar uchun): bugun oxirgi kun
expiry-friends-until = <b>{ points-count }</b> (do‘stlar uchun): oxirgi kuni { $date }
expiry-hint = Ular bilan xarid uchun to‘lang: kassada kartangizni ko‘rsating.
