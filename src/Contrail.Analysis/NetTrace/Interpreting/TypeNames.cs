using System.Text;

namespace Contrail.Analysis.NetTrace.Interpreting;

/// <summary>
/// Makes a type's name as the runtime writes it readable: <c>N.Failed`1[System.Lazy`1[System.Int32]]</c> is
/// <c>N.Failed&lt;Lazy&lt;Int32&gt;&gt;</c>. Arguments lose their namespaces, so that the name itself stays in sight.
/// </summary>
internal static class TypeNames
{
    /// <summary>Deeper ones are left as they are: a file may claim any.</summary>
    private const int MaxDepth = 16;

    /// <summary>Longer ones would be cut anyway.</summary>
    private const int MaxChars = 10_000;

    /// <summary>The readable name; the same text if it is not written as a type's name is.</summary>
    public static string Readable(string untrusted)
    {
        if (untrusted.Length > MaxChars || !untrusted.Contains('`', StringComparison.Ordinal))
        {
            return untrusted;
        }

        StringBuilder readable = new(untrusted.Length);
        int index = 0;
        bool isRead = TryRead(untrusted, ref index, readable, isArgument: false, MaxDepth);
        return isRead && index == untrusted.Length ? readable.ToString() : untrusted;
    }

    private static bool TryRead(string text, ref int index, StringBuilder readable, bool isArgument, int depthLeft)
    {
        int end = index;
        while (end < text.Length && text[end] is not ('[' or ']' or ','))
        {
            end++;
        }

        string name = text[index..end];
        index = end;
        AppendName(readable, isArgument ? name[(name.LastIndexOf('.') + 1)..] : name);
        bool areArgumentsRead = !IsArguments(text, index)
            || (depthLeft > 0 && TryReadArguments(text, ref index, readable, depthLeft - 1));
        return areArgumentsRead && TryReadRanks(text, ref index, readable);
    }

    private static bool IsArguments(string text, int index) =>
        index + 1 < text.Length && text[index] == '[' && text[index + 1] is not (']' or ',' or '*');

    // Each argument may be in brackets of its own, with its assembly after it.
    private static bool TryReadArguments(string text, ref int index, StringBuilder readable, int depthLeft)
    {
        char before = '<';
        do
        {
            index++;
            readable.Append(before).Append(before == ',' ? " " : "");
            before = ',';
            bool hasAssembly = index < text.Length && text[index] == '[';
            index += hasAssembly ? 1 : 0;
            if (!TryRead(text, ref index, readable, isArgument: true, depthLeft))
            {
                return false;
            }

            if (hasAssembly)
            {
                int close = text.IndexOf(']', index);
                index = close < 0 ? text.Length : close + 1;
            }
        }
        while (index < text.Length && text[index] == ',');
        readable.Append('>');
        return index < text.Length && text[index++] == ']';
    }

    private static bool TryReadRanks(string text, ref int index, StringBuilder readable)
    {
        while (index < text.Length && text[index] == '[')
        {
            int close = text.IndexOf(']', index);
            if (close < 0)
            {
                return false;
            }

            readable.Append(text, index, close + 1 - index);
            index = close + 1;
        }

        return true;
    }

    // "`2" after a name is the number of its arguments.
    private static void AppendName(StringBuilder readable, string name)
    {
        bool isCount = false;
        foreach (char character in name)
        {
            isCount = character == '`' || (isCount && char.IsAsciiDigit(character));
            if (!isCount)
            {
                readable.Append(character);
            }
        }
    }
}
