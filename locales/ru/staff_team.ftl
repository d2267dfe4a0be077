## Staff: the team and its roles

team =
    👥 <b>Сотрудники</b>

    { $members }
team-line = • { $name }: { $role }
team-configured = • { $name }: владелец, указан в настройках программы
button-member = { $name } · { $role }
button-appoint = ➕ Добавить
button-team = 👥 Сотрудники
appoint-ask =
    👥 Кого добавить?
    Отправьте код, телефон или @имя, либо поделитесь контактом. Человек должен хотя бы раз открыть этого бота.
appoint-no-telegram = <b>{ $name }</b>: этот бот ещё не открыт. Попросите нажать здесь «Начать» и отправьте код ещё раз.
team-newcomer =
    👤 <b>{ $name }</b>
    Какую роль дать?
team-member =
    👤 <b>{ $name }</b>
    Роль: <b>{ $role }</b>

    Выберите другую роль или увольте:
button-dismiss = 🚫 Уволить
dismiss-question = Уволить: <b>{ $name }</b>? Доступ закроется сразу.
button-dismiss-yes = 🚫 Да, уволить
appointed = ✅ <b>{ $name }</b>: { $role }
dismissed = ✅ <b>{ $name }</b> больше не в списке сотрудников.
team-is-configured = <b>{ $name }</b>: владелец по настройкам программы, здесь это не меняется.
notice-appointed =
    👥 Теперь вы сотрудник магазина: <b>{ $role }</b>
    Рабочие кнопки внизу. Что вы можете: /help
notice-dismissed = Вы больше не сотрудник магазина. Ваша карта и баллы остаются с вами.
