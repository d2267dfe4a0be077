## Points that are about to expire

expiry-title = ⏳ <b>Скоро сгорят баллы</b>
expiry-today = <b>{ points-count }</b>: сегодня последний день
expiry-until = <b>{ points-count }</b>: до { $date } включительно
expiry-friends-today = <b>{ points-count }</b> (за друзей): сегодня последний день
expiry-friends-until = <b>{ points-count }</b> (за друзей): до { $date } включительно
expiry-hint = Оплатите ими покупку: покажите карту на кассе.
