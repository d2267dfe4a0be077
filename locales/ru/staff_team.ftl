## Staff: the team and its roles
