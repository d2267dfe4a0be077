## Points that are about to expire

expiry-title = ⏳ <b>Your points are about to expire</b>
expiry-today = <b>{ points-count }</b>: today is the last day
expiry-until = <b>{ points-count }</b>: until the end of { $date }
expiry-friends-today = <b>{ points-count }</b> (from friends): today is the last day
expiry-friends-until = <b>{ points-count }</b> (from friends): until the end of { $date }
expiry-hint = Pay with them: show your card at the till.
