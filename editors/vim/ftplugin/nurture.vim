" How scenario files of Nurture are edited: two blanks, `#` comments, laid out by `nurture fmt`.
if exists("b:did_ftplugin")
  finish
endif
let b:did_ftplugin = 1

setlocal expandtab shiftwidth=2 softtabstop=2 commentstring=#\ %s comments=:# fileencoding=utf-8
setlocal formatprg=nurture\ fmt\ - smartindent
setlocal iskeyword=@,48-57,_,-,192-255
setlocal suffixesadd=.nurture

let b:undo_ftplugin = "setlocal expandtab< shiftwidth< softtabstop< commentstring< comments< formatprg< smartindent< iskeyword< suffixesadd<"
