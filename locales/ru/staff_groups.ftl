## Персонал: группы клиентов

groups = 👥 <b>Группы клиентов</b>
groups-none = 👥 Групп пока нет.
button-groups = 👥 Группы клиентов
button-group-new = ➕ Новая группа
groups-group = 👥 <b>{ $name }</b>: скидка { $percent }, участников: { $members }
groups-minimum = Скидка действует от { $amount }.
groups-is-off = 💤 Отключена: скидка не действует.
button-group-name = ✏️ Название
button-group-discount = 🏷 Скидка
button-group-minimum = 💰 Минимум
button-group-off = 💤 Отключить
button-group-on = ▶️ Включить
group-name-ask = 👥 Как назвать группу? Название не должно повторяться.
group-discount-ask = 🏷 Какая скидка у участников? Например <code>7,5%</code> или <code>0</code>
group-bad-percent = Нужен процент от 0 до 100, например <code>7,5</code>
group-minimum-ask = 💰 От какой суммы накладной действует скидка? Ноль: от любой.
group-off-ask = 💤 Отключить группу <b>{ $name }</b>? Скидка перестанет действовать сразу, участники останутся.
group-on-ask = ▶️ Снова включить группу <b>{ $name }</b>?
button-group-moves = 📈 Переводы по обороту
group-moves =
    📈 <b>Переводы по обороту</b>
    Каждый день клиенты попадают в ту группу, на которую накупили. Кого в группу поместили сотрудники, тот в ней и остаётся.
group-moves-off = Выключено: никого не переводим. Выберите группу, чтобы указать, с какого оборота в неё попадают.
group-moves-days = Оборот за последние <b>{ $days }</b>:
group-moves-rule = от <b>{ $from }</b>: { $name }
button-group-moves-days = 📅 Дни
button-group-moves-off = ⏹ Никого не переводить
group-moves-days-ask = 📅 За сколько дней считать оборот? Отправьте число от 1 до { $most }.
group-moves-from-ask = 📈 С какого оборота клиенты попадают в группу <b>{ $name }</b>?
group-moves-from-once = У двух групп не может быть одинакового оборота.
