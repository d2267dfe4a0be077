## Points that are about to expire

expiry-title = ⏳ <b>Баллдардын мөөнөтү жакында бүтөт</b>
expiry-today = <b>{ points-count }</b>: бүгүн акыркы күн
expiry-until = <b>{ points-count }</b>: акыркы күнү { $date }
expiry-friends-today = <b>{ points-count }</b> (достор үчүн): бүгүн акыркы күн
expiry-friends-until = <b>{ points-count }</b> (достор үчүн): акыркы күнү { $date }
expiry-hint = Алар менен сатып алууну төлөңүз: кассада картаңызды көрсөтүңүз.
