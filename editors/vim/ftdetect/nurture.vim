" Scenario files of Nurture.
autocmd BufRead,BufNewFile *.nurture setfiletype nurture
