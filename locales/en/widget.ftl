## The page for the status of one parcel, which shops put into their sites

widget-title = Where is my parcel
widget-label = Parcel number
widget-find = Find
widget-history = History
widget-updates = The status updates by itself
widget-unknown = There is no parcel with this number. Check it: perhaps it has not been added yet.
widget-too-many = Too many look-ups in a row. Please try again in { $seconds } s.
widget-offline = The shop cannot be reached. We will try again soon.
widget-no-script = To see the status of a parcel, switch on JavaScript in the browser.
widget-no-shop = There is no such shop here. Check the address of the page.
