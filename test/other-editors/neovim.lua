-- Does in Neovim what a user does, and writes what the user sees, as JSON, to the file that the environment names.
local seen = {}
local MOST_MS = 20000

local function wait_for(what, is_there)
  if not vim.wait(MOST_MS, is_there, 20) then error(what .. ' did not appear') end
end

local function diagnostics()
  return vim.tbl_map(function(one)
    return { code = one.code, severity = one.severity, line = one.lnum, source = one.source }
  end, vim.diagnostic.get(0))
end

local function has(code)
  return #vim.tbl_filter(function(one) return one.code == code end, diagnostics()) > 0
end

local function floating_text()
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(window).relative ~= '' then
      return table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false), '\n')
    end
  end
end

local function drive()
  vim.cmd('edit pod.yaml')
  wait_for('A finding', function() return has('privileged') end)
  -- Only the level in the settings of the recipe asks for this.
  wait_for('A finding by the settings', function() return has('run-as-non-root') end)
  seen.diagnostics = diagnostics()

  vim.fn.search('nginx')
  vim.lsp.buf.hover()
  wait_for('The hover', floating_text)
  seen.hover = floating_text()

  vim.fn.search('true')
  vim.ui.select = function(items, options, choose)
    seen.actions = vim.tbl_map(options.format_item, items)
    for _, item in ipairs(items) do
      if options.format_item(item):find('privileged: false', 1, true) then return choose(item) end
    end
    choose(nil)
  end
  vim.lsp.buf.code_action()
  local before = vim.b.changedtick
  wait_for('The change', function() return vim.b.changedtick ~= before end)
  seen.text = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
  wait_for('The end of the finding', function() return not has('privileged') end)
end

local is_done, message = xpcall(drive, debug.traceback)
if not is_done then seen.failure = message end
vim.fn.writefile({ vim.fn.json_encode(seen) }, vim.env.SEEN)
vim.cmd('qall!')
