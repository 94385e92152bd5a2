using System.Text;

namespace Contrail.Tool.Text;

/// <summary>
/// Completion scripts for shells, made from the commands themselves. They contain all names, so that completion does
/// not start the tool.
/// </summary>
internal static class CompletionText
{
    private const string BashHead = """
        # bash completion for contrail, made by 'contrail completion bash'.
        _contrail() {
            local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
            local command=${COMP_WORDS[1]} values= words= index
            COMPREPLY=()
            # After '--' follows a command of its own.
            for ((index = 1; index < COMP_CWORD; index++)); do
                [[ ${COMP_WORDS[index]} == -- ]] && return
            done
            ((COMP_CWORD > 1)) || command=

        """;

    private const string BashTail = """
            if [[ -n $values ]]; then
                [[ $values == ' ' ]] || COMPREPLY=($(compgen -W "$values" -- "$current"))
            elif [[ -z $command || $current == -* ]]; then
                COMPREPLY=($(compgen -W "$words" -- "$current"))
            fi
        }
        complete -o default -F _contrail contrail

        """;

    /// <summary>The shells that have a script.</summary>
    public static IReadOnlyList<string> Shells { get; } = ["bash", "zsh", "fish"];

    /// <summary>The script for a shell, one of <see cref="Shells"/>.</summary>
    public static string Of(string shell, IReadOnlyList<CommandPage> commands) => shell switch
    {
        "bash" => Bash(commands),
        "zsh" => Zsh(commands),
        "fish" => Fish(commands),
        _ => throw new ArgumentOutOfRangeException(nameof(shell), shell, "There is no script for this shell."),
    };

    private static string Bash(IReadOnlyList<CommandPage> commands)
    {
        StringBuilder script = new(BashHead);
        script.Append("    case $command in\n");
        string all = string.Join(' ', commands.Select(one => one.Name));
        script.Append($"        '') words='{all} --help --version' ;;\n");
        foreach (CommandPage command in commands)
        {
            IEnumerable<string> names = command.Options.SelectMany(option => option.Names);
            script.Append($"        {command.Name}) words='{string.Join(' ', names)}' ;;\n");
        }

        script.Append("    esac\n    case $command:$previous in\n");
        foreach (CommandPage command in commands)
        {
            foreach (OptionLine option in command.Options.Where(option => option.ValueName is not null))
            {
                string pattern = string.Join('|', option.Names.Select(name => $"{command.Name}:{name}"));
                // A blank represents any value, for example a file name.
                string values = option.Values.Count == 0 ? " " : string.Join(' ', option.Values);
                script.Append($"        {pattern}) values='{values}' ;;\n");
            }

            string[] words = ArgumentValues(command);
            if (words.Length > 0)
            {
                script.Append($"        {command.Name}:{command.Name}) values='{string.Join(' ', words)}' ;;\n");
            }
        }

        return script.Append("    esac\n").Append(BashTail).ToString();
    }

    private static string Zsh(IReadOnlyList<CommandPage> commands)
    {
        StringBuilder script = new("""
            #compdef contrail
            # zsh completion for contrail, made by 'contrail completion zsh'.
            _contrail() {
                local -a commands
                commands=(

            """);
        foreach (CommandPage command in commands)
        {
            script.Append($"        '{ZshQuote(command.Name)}:{ZshQuote(FirstSentence(command.Description))}'\n");
        }

        script.Append("    )\n    if ((CURRENT == 2)); then\n        _describe -t commands command commands\n");
        script.Append("        return\n    fi\n    case $words[2] in\n");
        foreach (CommandPage command in commands)
        {
            script.Append($"        {command.Name})\n            _arguments \\\n");
            foreach (OptionLine option in command.Options)
            {
                script.Append(ZshOption(option));
            }

            string[] words = ArgumentValues(command);
            script.Append(words.Length > 0
                ? $"                '*:value:({string.Join(' ', words)})'\n                ;;\n"
                : "                '*:file:_files'\n                ;;\n");
        }

        return script.Append("    esac\n}\nif [[ $funcstack[1] == _contrail ]]; then\n    _contrail \"$@\"\nelse\n"
            + "    compdef _contrail contrail\nfi\n").ToString();
    }

    private static string ZshOption(OptionLine option)
    {
        string text = ZshQuote(FirstSentence(option.Description));
        string value = option switch
        {
            { ValueName: null } => "",
            { Values.Count: > 0 } => $":value:({string.Join(' ', option.Values)})",
            _ => $":{ZshQuote(option.ValueName)}:_files",
        };
        return string.Concat(option.Names.Select(name => $"                '{name}[{text}]{value}' \\\n"));
    }

    private static string Fish(IReadOnlyList<CommandPage> commands)
    {
        StringBuilder script = new("# fish completion for contrail, made by 'contrail completion fish'.\n");
        foreach (CommandPage command in commands)
        {
            script.Append($"complete -c contrail -f -n __fish_use_subcommand -a {command.Name}");
            script.Append($" -d '{FishQuote(FirstSentence(command.Description))}'\n");
            string condition = $"complete -c contrail -n '__fish_seen_subcommand_from {command.Name}'";
            foreach (OptionLine option in command.Options)
            {
                IEnumerable<string> names = option.Names.Select(
                    name => name.StartsWith("--", StringComparison.Ordinal) ? $" -l {name[2..]}" : $" -s {name[1..]}");
                string value = option switch
                {
                    { ValueName: null } => "",
                    { Values.Count: > 0 } => $" -x -a '{string.Join(' ', option.Values)}'",
                    _ => " -r",
                };
                script.Append(condition).AppendJoin("", names).Append(value);
                script.Append($" -d '{FishQuote(FirstSentence(option.Description))}'\n");
            }

            if (ArgumentValues(command) is { Length: > 0 } words)
            {
                script.Append($"{condition} -f -a '{string.Join(' ', words)}'\n");
            }
        }

        return script.ToString();
    }

    private static string[] ArgumentValues(CommandPage command) =>
        [.. command.Arguments.SelectMany(
            argument => argument.GetCompletions(System.CommandLine.Completions.CompletionContext.Empty)
                .Select(item => item.Label))];

    // A menu has room for one sentence.
    private static string FirstSentence(string text)
    {
        int end = text.IndexOf(". ", StringComparison.Ordinal);
        return (end < 0 ? text : text[..end]).TrimEnd('.');
    }

    // Within single quotes, in the argument of _arguments or _describe.
    private static string ZshQuote(string text) => text
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("'", "'\\''", StringComparison.Ordinal)
        .Replace("[", "\\[", StringComparison.Ordinal)
        .Replace("]", "\\]", StringComparison.Ordinal)
        .Replace(":", "\\:", StringComparison.Ordinal);

    private static string FishQuote(string text) => text
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("'", "\\'", StringComparison.Ordinal);
}
