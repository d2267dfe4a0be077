## Группы клиентов

group-joined-with-discount =
    ⭐ <b>Теперь вы в группе «{ $name }»</b>
    Ваша скидка: <b>{ $percent }</b>
group-discount-from = Скидка действует при покупке от { $amount }.
group-joined = ⭐ <b>Теперь вы в группе «{ $name }»</b>
group-left = Вы больше не в группе «{ $name }». Спасибо за ваши покупки!
