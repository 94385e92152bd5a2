using System.Text;

namespace Contrail.Analysis.Views;

/// <summary>
/// Makes one text of messages that differ only in numbers and ids: each number, and each word of hexadecimal digits,
/// becomes one <c>#</c>.
/// </summary>
internal static class MessagePattern
{
    /// <summary>Shorter words of hexadecimal digits, such as "b2", keep their letters.</summary>
    private const int HexCharsMin = 4;

    public static string Of(string message)
    {
        if (!message.AsSpan().ContainsAnyInRange('0', '9'))
        {
            return message;
        }

        StringBuilder pattern = new(message.Length);
        int index = 0;
        while (index < message.Length)
        {
            int end = WordEnd(message, index);
            ReadOnlySpan<char> word = message.AsSpan(index, end - index);
            if (IsHexNumber(word))
            {
                pattern.Append('#');
            }
            else
            {
                AppendWithoutDigits(pattern, word);
            }

            index = end;
        }

        return pattern.ToString();
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

    private static bool IsHexNumber(ReadOnlySpan<char> word)
    {
        bool isHex = word.Length >= HexCharsMin && word.ContainsAnyInRange('0', '9');
        foreach (char character in word)
        {
            isHex &= char.IsAsciiHexDigit(character);
        }

        return isHex;
    }

    private static void AppendWithoutDigits(StringBuilder pattern, ReadOnlySpan<char> word)
    {
        bool inNumber = false;
        foreach (char character in word)
        {
            bool isDigit = char.IsAsciiDigit(character);
            if (!isDigit)
            {
                pattern.Append(character);
            }
            else if (!inNumber)
            {
                pattern.Append('#');
            }

            inNumber = isDigit;
        }
    }
}
