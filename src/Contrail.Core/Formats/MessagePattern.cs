namespace Contrail.Core.Formats;

/// <summary>
/// Makes one text of messages that differ only in numbers and ids: each number, each GUID, and each word of hexadecimal
/// digits becomes one <c>#</c>.
/// </summary>
internal static class MessagePattern
{
    /// <summary>Shorter words of hexadecimal digits, such as "b2", keep their letters.</summary>
    private const int MinHexChars = 4;

    private const int GuidChars = 36;
    private const int MaxStackChars = 256;

    /// <summary>The text that a message shares with those that differ only in numbers and ids.</summary>
    public static string Of(string message)
    {
        if (!message.AsSpan().ContainsAnyInRange('0', '9'))
        {
            return message;
        }

        // A pattern is never longer than its message.
        Span<char> pattern = message.Length <= MaxStackChars
            ? stackalloc char[MaxStackChars]
            : new char[message.Length];
        int length = 0;
        int index = 0;
        while (index < message.Length)
        {
            bool isGuid = StartsWithGuid(message.AsSpan(index));
            int end = isGuid ? index + GuidChars : WordEnd(message, index);
            ReadOnlySpan<char> word = message.AsSpan(index, end - index);
            if (isGuid || IsHexNumber(word))
            {
                pattern[length++] = '#';
            }
            else
            {
                length += CopyWithoutDigits(word, pattern[length..]);
            }

            index = end;
        }

        return new string(pattern[..length]);
    }

    private static int WordEnd(string message, int start)
    {
        int end = start;
        while (end < message.Length && char.IsAsciiLetterOrDigit(message[end]))
        {
            end++;
        }

        return Math.Max(end, start + 1);
    }

    // Called where a word begins; a group of a GUID may have no digit at all.
    private static bool StartsWithGuid(ReadOnlySpan<char> text) =>
        text.Length >= GuidChars && Guid.TryParseExact(text[..GuidChars], "D", out _)
        && (text.Length == GuidChars || !char.IsAsciiLetterOrDigit(text[GuidChars]));

    private static bool IsHexNumber(ReadOnlySpan<char> word)
    {
        bool isPrefixed = word.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && word.Length > 2;
        bool isHex = isPrefixed || (word.Length >= MinHexChars && word.ContainsAnyInRange('0', '9'));
        foreach (char character in isPrefixed ? word[2..] : word)
        {
            isHex &= char.IsAsciiHexDigit(character);
        }

        return isHex;
    }

    private static int CopyWithoutDigits(ReadOnlySpan<char> word, Span<char> pattern)
    {
        int length = 0;
        bool inNumber = false;
        foreach (char character in word)
        {
            bool isDigit = char.IsAsciiDigit(character);
            if (!isDigit)
            {
                pattern[length++] = character;
            }
            else if (!inNumber)
            {
                pattern[length++] = '#';
            }

            inNumber = isDigit;
        }

        return length;
    }
}
