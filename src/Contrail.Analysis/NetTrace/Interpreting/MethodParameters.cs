using System.Collections.Frozen;

namespace Contrail.Analysis.NetTrace.Interpreting;

/// <summary>
/// Makes the parameters of a method readable: <c>instance void  (int32,class System.String[],!0&amp;)</c> is
/// <c>(int, string[], ref T)</c>.
/// </summary>
internal static class MethodParameters
{
    /// <summary>Deeper types are left as they are: a file may claim any.</summary>
    private const int MaxDepth = 16;

    /// <summary>Longer ones would be cut anyway.</summary>
    private const int MaxChars = 10_000;

    /// <summary>A structure with the variables that a local function uses: no parameter of the source.</summary>
    private const string Closure = "<>c__DisplayClass";

    private static readonly FrozenDictionary<string, string> KeywordByName = new Dictionary<string, string>
    {
        ["int8"] = "sbyte",
        ["unsigned int8"] = "byte",
        ["int16"] = "short",
        ["unsigned int16"] = "ushort",
        ["int32"] = "int",
        ["unsigned int32"] = "uint",
        ["int64"] = "long",
        ["unsigned int64"] = "ulong",
        ["int"] = "nint",
        ["unsigned int"] = "nuint",
        ["wchar"] = "char",
        ["float32"] = "float",
        ["float64"] = "double",
    }.ToFrozenDictionary();

    /// <summary>The parameters in parentheses; empty if the signature is not written as one.</summary>
    /// <param name="signature">The signature, as the runtime writes it.</param>
    /// <param name="typeArguments">The arguments of the declaring type, readable.</param>
    public static string Readable(string signature, IReadOnlyList<string> typeArguments)
    {
        int open = signature.IndexOf("  (", StringComparison.Ordinal);
        if (open < 0 || !signature.EndsWith(')') || signature.Length > MaxChars)
        {
            return "";
        }

        string list = signature[(open + 3)..^1];
        IEnumerable<string> parameters = Split(list)
            .Where(static type => !type.Contains(Closure, StringComparison.Ordinal))
            .Select(type => ReadType(type, typeArguments, MaxDepth));
        return $"({string.Join(", ", parameters)})";
    }

    // At the commas outside of all brackets.
    private static List<string> Split(string list)
    {
        List<string> parts = [];
        int start = 0;
        int depth = 0;
        for (int index = 0; index < list.Length; index++)
        {
            depth += list[index] is '<' or '[' or '(' ? 1 : list[index] is '>' or ']' or ')' ? -1 : 0;
            if (list[index] == ',' && depth == 0)
            {
                parts.Add(list[start..index]);
                start = index + 1;
            }
        }

        if (list.Length > 0)
        {
            parts.Add(list[start..]);
        }

        return parts;
    }

    private static string ReadType(string type, IReadOnlyList<string> typeArguments, int depthLeft)
    {
        bool isReference = type.EndsWith('&');
        int typeEnd = type.Length - (isReference ? 1 : 0);
        int end = typeEnd;
        while (end > 0 && type[end - 1] is '*' or ']')
        {
            end = type[end - 1] == '*' ? end - 1 : Math.Max(0, type.LastIndexOf('[', end - 1));
        }

        return (isReference ? "ref " : "") + ReadElement(type[..end], typeArguments, depthLeft) + type[end..typeEnd];
    }

    private static string ReadElement(string type, IReadOnlyList<string> typeArguments, int depthLeft)
    {
        string name = Without(Without(type, "value "), "class ");
        if (name.StartsWith('!'))
        {
            return ReadParameter(name, typeArguments);
        }

        if (name.StartsWith("pMT", StringComparison.Ordinal))
        {
            // Only the address of the type's description is known.
            return "?";
        }

        int tick = name.IndexOf('`', StringComparison.Ordinal);
        int open = name.IndexOf('<', Math.Max(0, tick));
        if (tick > 0 && open > tick && name.EndsWith('>') && depthLeft > 0)
        {
            string[] arguments = [.. Split(name[(open + 1)..^1])
                .Select(argument => ReadType(argument, typeArguments, depthLeft - 1))];
            return TypeNames.Short(name[..tick], arguments);
        }

        return KeywordByName.TryGetValue(name, out string? keyword) ? keyword
            : name.StartsWith("fnptr ", StringComparison.Ordinal) ? "delegate*"
            : TypeNames.Short(name);
    }

    // "!0" is the first parameter of the declaring type, "!!0" that of the method.
    private static string ReadParameter(string name, IReadOnlyList<string> typeArguments)
    {
        bool isOfMethod = name.StartsWith("!!", StringComparison.Ordinal);
        bool isNumber = int.TryParse(name.AsSpan(isOfMethod ? 2 : 1), out int position);
        return isNumber && !isOfMethod && position >= 0 && position < typeArguments.Count ? typeArguments[position]
            : isNumber && position == 0 ? "T"
            : isNumber ? $"T{(long)position + 1}"
            : name;
    }

    private static string Without(string text, string start) =>
        text.StartsWith(start, StringComparison.Ordinal) ? text[start.Length..] : text;
}
