"""The fictional county 云州县 as pure data: areas, units, catalogue. Touches no store; one seed, one world."""
