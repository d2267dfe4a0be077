## The profile, the settings, the shop
