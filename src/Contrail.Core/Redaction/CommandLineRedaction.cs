using System.Text;

namespace Contrail.Core.Redaction;

/// <summary>
/// Hides secrets in command lines. A name is secret when it contains <c>password</c>, <c>secret</c>, <c>token</c>,
/// <c>key</c> or <c>connectionstring</c> anywhere, in any case: <c>--api-key</c>, and <c>--monkey</c> too, because
/// hiding a word needlessly costs less than showing a secret.
/// <list type="bullet">
/// <item>After a secret name and <c>=</c> or <c>:</c>, the rest of the argument becomes <c>***</c>.</item>
/// <item>After an option (<c>-x</c>, <c>--x</c>, <c>/x</c>) with a secret name that has no value yet, the next argument
/// is replaced, whatever it contains; also after a bare word that is one of the five, or ends with <c>-</c>, <c>_</c>
/// or <c>.</c> and one of them. The program's own name does not count as a bare word.</item>
/// <item>After <c>--section:name</c> with a secret in it both rules apply: it may be a value or a path of names.</item>
/// <item>An argument that is itself a command line (it contains white space) is treated as one.</item>
/// </list>
/// Linear in the length of the line, apart from nested command lines, which are followed for four levels.
/// </summary>
internal static class CommandLineRedaction
{
    /// <summary>The replacement of a secret.</summary>
    public const string Mask = "***";

    /// <summary>Deeper quotations hide everything.</summary>
    private const int MaxDepth = 4;

    private static readonly string[] SecretWords = ["password", "secret", "token", "key", "connectionstring"];

    /// <summary>Redacts a line in which quotes may hold an argument together; spacing does not change.</summary>
    public static string Redact(string commandLine)
    {
        ArgumentNullException.ThrowIfNull(commandLine);
        return RedactLine(commandLine, startsWithProgram: true, depth: 0);
    }

    /// <summary>
    /// Redacts arguments, the program first, and joins them by spaces; arguments with white space are put in quotes.
    /// Prefer it to redacting a line: a line no longer shows where an argument ended.
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

        // A hidden word is checked too: in "--token-cache --password x" the first takes the second for its value.
        hidesNext = !isProgram && AnnouncesSecret(CommandLineWords.Unquote(word));
        return isHidden ? Mask : RedactWithin(word, depth);
    }

    /// <summary>Whether the next argument is the value of this one, and secret.</summary>
    private static bool AnnouncesSecret(string word)
    {
        bool isDashed = word.StartsWith('-');
        bool isSlashed = word.StartsWith('/') && word.LastIndexOf('/') == 0;
        int delimiterOffset = word.AsSpan().IndexOfAny('=', ':');
        if (delimiterOffset < 0)
        {
            return isDashed || isSlashed ? ContainsSecretWord(word) : IsSecretWord(word);
        }

        bool lacksItsValue = word[^1] is '=' or ':';
        bool mayBePathOfNames = word.StartsWith("--", StringComparison.Ordinal) && !word.Contains('=');
        return (lacksItsValue || mayBePathOfNames) && ContainsSecretWord(word);
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

        // In "Password = x" the delimiter itself was in the place of a value, and is hidden already.
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

        // Without its quotes the word is split, and so every level is shorter than the one around it.
        (string opening, string inner, string closing) = CommandLineWords.PeelQuotes(word);
        return opening + RedactLine(inner, startsWithProgram: false, depth + 1) + closing;
    }

    /// <summary>
    /// The start of the value after the first secret name; -1 without a secret name, or with nothing in the value.
    /// </summary>
    private static int SecretValueOffset(string word)
    {
        int nameOffset = 0;
        for (int offset = 0; offset < word.Length - 1; offset++)
        {
            if (word[offset] is '=' or ':')
            {
                if (ContainsSecretWord(word.AsSpan(nameOffset, offset - nameOffset)))
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

    private static bool ContainsSecretWord(ReadOnlySpan<char> name)
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
