console.error('kasane: the command line is not built yet')
