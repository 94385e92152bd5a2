namespace Contrail.Analysis.NetTrace.Interpreting;

/// <summary>
/// A type's name as the runtime writes it, in its parts: <c>N.Outer`1+Inner`1[System.Int32,System.Byte[]]</c> has the
/// levels N.Outer with the argument int, and Inner with the argument byte[].
/// </summary>
/// <param name="levels">The type that contains the others first.</param>
/// <param name="suffix">The ranks of an array, and what else follows the arguments.</param>
internal sealed class TypeName(TypeLevel[] levels, string suffix)
{
    /// <summary>Deeper ones are not read: a file may claim any.</summary>
    private const int MaxDepth = 16;

    /// <summary>Longer ones would be cut anyway.</summary>
    private const int MaxChars = 10_000;

    /// <summary>More than compilers accept.</summary>
    private const int MaxArguments = 1_000;

    /// <summary>The levels, the type that contains the others first; at least one.</summary>
    public TypeLevel[] Levels => levels;

    /// <summary>The name with its namespace.</summary>
    public string Text => Join(levels) + suffix;

    /// <summary>The name without its namespace, as C# writes it.</summary>
    public string ShortText => levels.Length == 1
        ? TypeNames.Short(levels[0].Name, levels[0].Arguments) + suffix
        : TypeNames.WithArguments(TypeNames.Short(levels[0].Name), levels[0].Arguments)
            + "." + Join(levels.AsSpan(1)) + suffix;

    /// <summary>All arguments, those of the outer types first.</summary>
    public string[] Arguments => [.. levels.SelectMany(static level => level.Arguments)];

    /// <summary>Reads a name; null if it is not written as a type's name is.</summary>
    public static TypeName? Parse(string untrusted)
    {
        int index = 0;
        return untrusted.Length <= MaxChars && TryRead(untrusted, ref index, MaxDepth) is { } read
            && index == untrusted.Length ? read : null;
    }

    /// <summary>Levels as C# writes nested types.</summary>
    public static string Join(ReadOnlySpan<TypeLevel> levels)
    {
        string text = "";
        foreach (TypeLevel level in levels)
        {
            int namespaceChars = TypeNames.NamespaceChars(level.Name);
            string name = level.Name[..namespaceChars] + TypeNames.LocalName(level.Name[namespaceChars..]);
            text += (text.Length == 0 ? "" : ".") + TypeNames.WithArguments(name, level.Arguments);
        }

        return text;
    }

    private static TypeName? TryRead(string text, ref int index, int depthLeft)
    {
        List<(string Name, int Arity)> levels = ReadLevels(text, ref index);
        List<string> arguments = [];
        bool areRead = !IsArguments(text, index)
            || (depthLeft > 0 && TryReadArguments(text, ref index, arguments, depthLeft - 1));
        if (!areRead || !TryReadSuffix(text, ref index, out string suffix))
        {
            return null;
        }

        bool areOpen = arguments.Count == 0;
        bool areDistributed = levels.Sum(static level => (long)level.Arity) == arguments.Count;
        List<TypeLevel> read = [];
        int taken = 0;
        for (int position = 0; position < levels.Count; position++)
        {
            (string name, int arity) = levels[position];
            bool takesAll = !areDistributed && position == levels.Count - 1;
            int count = areDistributed ? arity : takesAll ? arguments.Count : 0;
            string[] own = areOpen ? TypeNames.OpenArguments(arity) : [.. arguments.GetRange(taken, count)];
            read.Add(new TypeLevel(name, own));
            taken += count;
        }

        return new TypeName([.. read], suffix);
    }

    // Names of generated types have any characters in angle brackets.
    private static List<(string Name, int Arity)> ReadLevels(string text, ref int index)
    {
        List<(string Name, int Arity)> levels = [];
        int start = index;
        int angles = 0;
        for (; index < text.Length; index++)
        {
            char character = text[index];
            if (angles == 0 && character is '[' or ']' or ',' or '&' or '*')
            {
                break;
            }

            angles += character == '<' ? 1 : character == '>' && angles > 0 ? -1 : 0;
            if (character == '+' && angles == 0)
            {
                levels.Add(Split(text[start..index]));
                start = index + 1;
            }
        }

        levels.Add(Split(text[start..index]));
        return levels;
    }

    // "`2" after a name is the number of its arguments.
    private static (string Name, int Arity) Split(string level)
    {
        int tick = level.LastIndexOf('`');
        return tick >= 0 && int.TryParse(level.AsSpan(tick + 1), out int arity) && arity is > 0 and <= MaxArguments
            ? (level[..tick], arity)
            : (level, 0);
    }

    private static bool IsArguments(string text, int index) =>
        index + 1 < text.Length && text[index] == '[' && text[index + 1] is not (']' or ',' or '*');

    // Each argument may be in brackets of its own, with its assembly after it.
    private static bool TryReadArguments(string text, ref int index, List<string> arguments, int depthLeft)
    {
        do
        {
            index++;
            bool hasAssembly = index < text.Length && text[index] == '[';
            index += hasAssembly ? 1 : 0;
            if (TryRead(text, ref index, depthLeft) is not { } argument)
            {
                return false;
            }

            arguments.Add(argument.ShortText);
            if (hasAssembly)
            {
                int close = text.IndexOf(']', index);
                index = close < 0 ? text.Length : close + 1;
            }
        }
        while (index < text.Length && text[index] == ',');
        return index < text.Length && text[index++] == ']';
    }

    private static bool TryReadSuffix(string text, ref int index, out string suffix)
    {
        int start = index;
        while (index < text.Length && text[index] is '[' or '*' or '&')
        {
            int end = text[index] == '[' ? text.IndexOf(']', index) : index;
            if (end < 0)
            {
                suffix = "";
                return false;
            }

            index = end + 1;
        }

        suffix = text[start..index];
        return true;
    }
}
