from onedoor.config.cli import main

main()
