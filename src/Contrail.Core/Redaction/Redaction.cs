using System.Text;

namespace Contrail.Core.Redaction;

/// <summary>
/// Hides secrets in command lines. A name is secret when it contains <c>password</c>, <c>secret</c>, <c>token</c>,
/// <c>key</c> or <c>connectionstring</c> anywhere, in any case: <c>--api-key</c>, and <c>--monkey</c> too, because a
/// word hidden too much costs less than a secret shown.
/// <list type="bullet">
/// <item>After a secret name and <c>=</c> or <c>:</c>, the rest of the argument becomes <c>***</c>.</item>
/// <item>After an option (<c>-x</c>, <c>--x</c>, <c>/x</c>) with a secret name that has no value yet, the next argument
/// does, whatever it looks like; also after a bare word that is one of the five, or ends with <c>-</c>, <c>_</c> or
/// <c>.</c> and one of them. The program's own name is no such word.</item>
/// <item>After <c>--section:name</c> with a secret in it both happen: it may be a value or a path of names.</item>
/// <item>An argument that is itself a command line (it holds white space) is treated as one.</item>
/// </list>
/// Linear in the length of the line, apart from lines nested in lines, of which four levels are followed.
/// </summary>
internal static class CommandLineRedaction
{
    /// <summary>What stands in place of a secret.</summary>
    public const string Mask = "***";

    /// <summary>Deeper quotations hide everything.</summary>
    private const int MaxDepth = 4;

    private static readonly string[] SecretWords = ["password", "secret", "token", "key", "connectionstring"];

    /// <summary>Redacts a line in which quotes may hold an argument together; spacing stays as it is.</summary>
    public static string Redact(string commandLine)
    {
        ArgumentNullException.ThrowIfNull(commandLine);
        return RedactLine(commandLine, startsWithProgram: true, depth: 0);
    }

    /// <summary>
    /// Redacts arguments, the program first, and joins them by spaces; those that hold white space are put in quotes.
    /// Better than a line where there is a choice: a line no longer tells where an argument ended.
    /// </summary>
    public static string Redact(IReadOnlyList<string> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        string[] redacted = new string[arguments.Count];
        bool hidesNext = false;
        for (int index = 0; index < arguments.Count; index++)
        {
            string shown = RedactNext(arguments[index], isProgram: index == 0, depth: 0, ref hidesNext);
            redacted[index] = shown.AsSpan().ContainsAny(" \t\n") ? $"\"{shown}\"" : shown;
        }

        return string.Join(' ', redacted);
    }

    private static string RedactLine(string line, bool startsWithProgram, int depth)
    {
        StringBuilder shown = new(line.Length);
        bool hidesNext = false;
        bool isProgram = startsWithProgram;
        int offset = 0;
        while (offset < line.Length)
        {
            if (char.IsWhiteSpace(line[offset]))
            {
                shown.Append(line[offset++]);
                continue;
            }

            int endOffset = CommandLineWords.EndOfWord(line, offset);
            shown.Append(RedactNext(line[offset..endOffset], isProgram, depth, ref hidesNext));
            isProgram = false;
            offset = endOffset;
        }

        return shown.ToString();
    }

    private static string RedactNext(string word, bool isProgram, int depth, ref bool hidesNext)
    {
        bool isHidden = hidesNext;

        // Also of a hidden word we ask: in "--token-cache --password x" the first takes the second for its value.
        hidesNext = !isProgram && AnnouncesSecret(CommandLineWords.Unquote(word));
        return isHidden ? Mask : RedactWithin(word, depth);
    }

    /// <summary>Whether the argument after this one is its value, and secret.</summary>
    private static bool AnnouncesSecret(string word)
    {
        bool isDashed = word.StartsWith('-');
        bool isSlashed = word.StartsWith('/') && word.LastIndexOf('/') == 0;
        int delimiterOffset = word.AsSpan().IndexOfAny('=', ':');
        if (delimiterOffset < 0)
        {
            return isDashed || isSlashed ? HoldsSecretWord(word) : IsSecretWord(word);
        }

        bool lacksItsValue = word[^1] is '=' or ':';
        bool mayBePathOfNames = word.StartsWith("--", StringComparison.Ordinal) && !word.Contains('=');
        return (lacksItsValue || mayBePathOfNames) && HoldsSecretWord(word);
    }

    private static string RedactWithin(string word, int depth)
    {
        int valueOffset = SecretValueOffset(word);
        string before = valueOffset < 0 ? word : word[..valueOffset];
        string shown = RedactNested(before, depth);
        if (valueOffset < 0)
        {
            return shown;
        }

        // In "Password = x" the delimiter itself stood where a value might, and is hidden already.
        string mask = shown.EndsWith(Mask, StringComparison.Ordinal) ? "" : Mask;
        bool endsWithOpeningQuote = word[0] is '"' or '\'' && word.Length > 1 && word[^1] == word[0];
        return shown + mask + (endsWithOpeningQuote ? word[^1] : "");
    }

    private static string RedactNested(string word, int depth)
    {
        if (!word.Any(char.IsWhiteSpace))
        {
            return word;
        }

        if (depth == MaxDepth)
        {
            return Mask;
        }

        // Without its quotes the word falls apart, and so every level is shorter than the one around it.
        (string opening, string inner, string closing) = CommandLineWords.PeelQuotes(word);
        return opening + RedactLine(inner, startsWithProgram: false, depth + 1) + closing;
    }

    /// <summary>Where the value after the first secret name begins; -1 when there is none, or nothing in it.</summary>
    private static int SecretValueOffset(string word)
    {
        int nameOffset = 0;
        for (int offset = 0; offset < word.Length - 1; offset++)
        {
            if (word[offset] is '=' or ':')
            {
                if (HoldsSecretWord(word.AsSpan(nameOffset, offset - nameOffset)))
                {
                    return offset + 1;
                }

                nameOffset = offset + 1;
            }
            else if (word[offset] is ';' or ',' or '&' or '?')
            {
                nameOffset = offset + 1;
            }
        }

        return -1;
    }

    private static bool HoldsSecretWord(ReadOnlySpan<char> name)
    {
        foreach (string secret in SecretWords)
        {
            if (name.Contains(secret, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsSecretWord(string word) =>
        SecretWords.Any(secret => word.EndsWith(secret, StringComparison.OrdinalIgnoreCase)
            && (word.Length == secret.Length || word[^(secret.Length + 1)] is '-' or '_' or '.'));
}
