export const HELP_TEXT = `indexwright: says where the query is written whether PostgreSQL runs it fast

Usage
  indexwright check [paths…]    judge .sql, TypeScript and JavaScript files (default: this folder)
  indexwright why <file>        say for each statement which rules looked and why they stayed silent
  indexwright tune [paths…]     propose the indexes that serve all queries together best, with what each costs
  indexwright plans [paths…]    write down what the planner does with each query, or with --check fail where it does otherwise
  indexwright statistics export read the sizes of a server's tables into indexwright.statistics.json, to be committed

Options
  --migrations <folder>         read the schema from these .sql files, in order of their numbers (repeatable);
                                without it the migrations of the project are looked for
  --statistics <file>           judge with the sizes in this file, where the schema comes from migrations
  --proofs <number>             with --statistics: plan the fixes of so many findings at most (default 200; 0: none)
  --server-version <14..18>     major version of PostgreSQL that advice is given for (default 14)
  --rule <id>=<severity>        change a rule: hint, information, warning, error or off (repeatable)
  --require-reason              comments that disable a rule must say why
  --no-settings                 ignore the .vscode/settings.json files that lie in or above the folders of the files
  --min-severity <severity>     print findings of this severity and above (default hint)
  --fail-on <severity>          end with code 1 for findings of this severity and above, or never (default warning)
  --baseline <file>             leave out the findings that are in this file, and tell which of them are fixed
  --write-baseline <file>       accept all findings of now: write them to this file
  --changed-since <git ref>     only statements with lines that were changed since the branch left this ref
  --format <pretty|json|sarif|github>
                                json is described in docs/command-line.md, sarif is SARIF 2.1.0 for code scanning,
                                github makes annotations in GitHub Actions
  --no-color                    no colours; NO_COLOR does the same
  --help, --version

Options of tune
  --statistics <file>           plan with the sizes in this file; without it each table is assumed to have a million rows
  --budget <500MB>              room for new indexes beyond those that are there, in kB, MB, GB or TB (default: any)
  --weights <file>              how often each query runs, from pg_stat_statements; docs/tune.md says how to write it
  --format <text|json|markdown> markdown is a report to be reviewed

Options of plans
  --cards <folder>              where the plan cards lie, to be committed (default indexwright-plans)
  --check                       write nothing: end with code 1 where cards are not as the queries are planned now
  --statistics <file>           plan with the sizes in this file; without it each table is assumed to have a million rows
  --format <pretty|json|github>

Options of statistics export
  --connection <name>           a connection of .vscode/settings.json in this folder
  --url <address>               postgresql://user@host/database, or host=… dbname=…; without either, what the variables
                                PGHOST, PGSERVICE, … and libpq's defaults say. Passwords: .pgpass, PGPASSWORD
  --schema <name>               only this schema (repeatable; default all but the system's)
  --values <table.column>       write common values and bounds of this column, too: they are data (repeatable; default none)
  --output <file>               default indexwright.statistics.json

Exit codes
  0  no finding at or above --fail-on
  1  findings at or above --fail-on; of plans --check: cards that are not as they should be
  2  wrong usage, or a file that could not be read or judged, or no baseline or git where one is asked for

node_modules, .git, dist, out and what .gitignore names are skipped. Nothing is sent anywhere; only
statistics export asks a database.
`;
