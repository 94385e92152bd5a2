using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Tracing;
using System.Globalization;

namespace Contrail.Ipc;

/// <summary>
/// Lists of providers as people write them: <c>Name[:Keywords[:Level[:Arguments]]]</c>, separated by commas. Keywords
/// are hexadecimal, with or without <c>0x</c>, and all when left out; the level is a number or a name, informational
/// when left out; arguments are <c>key=value;key=value</c>. Double quotes hold commas, colons and semicolons together.
/// </summary>
internal static class ProviderList
{
    /// <summary>More than any message to a runtime could carry.</summary>
    private const int MaxProviders = 4096;

    private const ulong AllKeywords = ulong.MaxValue;
    private const int InformationalLevel = 4;

    private static readonly string[] LevelNames =
        ["LogAlways", "Critical", "Error", "Warning", "Informational", "Verbose"];

    /// <summary>Reads a list.</summary>
    /// <param name="text">The list; spaces around a provider do not matter.</param>
    /// <param name="providers">What was read; at least one when true is returned, and null otherwise.</param>
    /// <param name="problem">What is wrong, in one sentence that names the place; null when nothing is.</param>
    public static bool TryParse(
        string text,
        [NotNullWhen(true)] out IReadOnlyList<EventPipeProvider>? providers,
        [NotNullWhen(false)] out string? problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        providers = null;
        if (!HasClosedQuotes(text))
        {
            problem = "A double quote in the list of providers is not closed.";
            return false;
        }

        List<string> items = Split(text, ',', MaxProviders);
        List<EventPipeProvider> parsed = [];
        foreach (string item in items)
        {
            if (!TryParseOne(item.Trim(), out EventPipeProvider? provider, out problem))
            {
                return false;
            }

            parsed.Add(provider);
        }

        providers = parsed;
        problem = null;
        return true;
    }

    private static bool TryParseOne(
        string item, [NotNullWhen(true)] out EventPipeProvider? provider, [NotNullWhen(false)] out string? problem)
    {
        const int MaxParts = 4;
        provider = null;
        List<string> parts = Split(item, ':', MaxParts);
        string name = parts[0].Trim().Trim('"');
        string keywordsText = PartOrEmpty(parts, 1);
        string levelText = PartOrEmpty(parts, 2);
        string argumentsText = PartOrEmpty(parts, 3);
        if (name.Length == 0 || name.Contains('\0', StringComparison.Ordinal))
        {
            problem = $"The provider '{item}' has no name; write Name:Keywords:Level.";
        }
        else if (!TryParseKeywords(keywordsText, out ulong keywords))
        {
            problem = $"The keywords '{keywordsText}' of {name} are not a hexadecimal number of up to 64 bits.";
        }
        else if (!TryParseLevel(levelText, out int level))
        {
            problem = $"The level '{levelText}' of {name} is neither a number from 0 to {(int)EventLevel.Verbose} "
                + "nor one of " + string.Join(", ", LevelNames) + ".";
        }
        else if (!AreArguments(argumentsText))
        {
            problem = $"The arguments '{argumentsText}' of {name} are not of the form key=value;key=value.";
        }
        else
        {
            problem = null;
            provider = new EventPipeProvider(
                name, keywords, (EventLevel)level, argumentsText.Length == 0 ? null : argumentsText);
            return true;
        }

        return false;
    }

    private static string PartOrEmpty(List<string> parts, int index) =>
        index < parts.Count ? parts[index].Trim() : "";

    private static bool TryParseKeywords(string text, out ulong keywords)
    {
        keywords = AllKeywords;
        if (text.Length == 0)
        {
            return true;
        }

        bool hasPrefix = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        ReadOnlySpan<char> digits = hasPrefix ? text.AsSpan(2) : text;
        return ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out keywords);
    }

    private static bool TryParseLevel(string text, out int level)
    {
        level = InformationalLevel;
        if (text.Length == 0 || text.Equals("Info", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out level))
        {
            return level <= (int)EventLevel.Verbose;
        }

        level = Array.FindIndex(LevelNames, name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
        return level >= 0;
    }

    private static bool AreArguments(string text)
    {
        const int MaxArguments = 1024;
        bool haveZero = text.Contains('\0', StringComparison.Ordinal);
        return !haveZero && (text.Length == 0
            || Split(text, ';', MaxArguments).TrueForAll(argument => argument.Length == 0 || IsArgument(argument)));
    }

    /// <summary>Something, an equals sign outside quotes, and anything.</summary>
    private static bool IsArgument(string text) =>
        Split(text, '=', 2) is [var key, _] && key.Trim().Length > 0;

    private static bool HasClosedQuotes(string text) => text.Count(character => character == '"') % 2 == 0;

    /// <summary>Splits outside double quotes into at most so many parts, of which the last holds the rest.</summary>
    private static List<string> Split(string text, char separator, int maxParts)
    {
        List<string> parts = [];
        bool isQuoted = false;
        int partOffset = 0;
        for (int offset = 0; offset < text.Length && parts.Count < maxParts - 1; offset++)
        {
            if (text[offset] == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (text[offset] == separator && !isQuoted)
            {
                parts.Add(text[partOffset..offset]);
                partOffset = offset + 1;
            }
        }

        parts.Add(text[partOffset..]);
        return parts;
    }
}
