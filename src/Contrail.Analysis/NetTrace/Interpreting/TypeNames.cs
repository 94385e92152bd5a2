using System.Collections.Frozen;

namespace Contrail.Analysis.NetTrace.Interpreting;

/// <summary>
/// Makes a type's name as the runtime writes it readable: <c>N.Failed`1[System.Lazy`1[System.Int32]]</c> is
/// <c>N.Failed&lt;Lazy&lt;int&gt;&gt;</c>. Arguments lose their namespaces, so that the name itself stays in sight.
/// </summary>
internal static class TypeNames
{
    private static readonly FrozenDictionary<string, string> KeywordByName = new Dictionary<string, string>
    {
        ["System.Boolean"] = "bool",
        ["System.Byte"] = "byte",
        ["System.Char"] = "char",
        ["System.Decimal"] = "decimal",
        ["System.Double"] = "double",
        ["System.Int16"] = "short",
        ["System.Int32"] = "int",
        ["System.Int64"] = "long",
        ["System.IntPtr"] = "nint",
        ["System.Object"] = "object",
        ["System.SByte"] = "sbyte",
        ["System.Single"] = "float",
        ["System.String"] = "string",
        ["System.UInt16"] = "ushort",
        ["System.UInt32"] = "uint",
        ["System.UInt64"] = "ulong",
        ["System.UIntPtr"] = "nuint",
        ["System.Void"] = "void",

        // Any reference type: the trace does not contain which one.
        ["System.__Canon"] = "?",
    }.ToFrozenDictionary();

    /// <summary>The readable name; the same text if it is not written as a type's name is.</summary>
    public static string Readable(string untrusted)
    {
        bool isPlain = untrusted.AsSpan().IndexOfAny("`+[") < 0 && !untrusted.Contains(">F", StringComparison.Ordinal);
        return isPlain ? untrusted : TypeName.Parse(untrusted)?.Text ?? untrusted;
    }

    /// <summary>The name of a type without its namespace, by its keyword in C# if it has one.</summary>
    public static string Short(string name) =>
        KeywordByName.TryGetValue(name, out string? keyword) ? keyword : LocalName(name[NamespaceChars(name)..]);

    /// <summary>
    /// A generic type as an argument, without its namespace: a nullable type and a tuple as C# writes them.
    /// </summary>
    /// <param name="name">Its name with its namespace and without arguments.</param>
    /// <param name="arguments">Its arguments, readable.</param>
    public static string Short(string name, IReadOnlyList<string> arguments) => (name, arguments.Count) switch
    {
        (_, 0) => Short(name),
        ("System.Nullable", 1) => arguments[0] + "?",
        ("System.ValueTuple", > 1) => $"({string.Join(", ", arguments)})",
        _ => WithArguments(Short(name), arguments),
    };

    /// <summary>A name and its arguments in angle brackets; only the name without arguments.</summary>
    public static string WithArguments(string name, IReadOnlyList<string> arguments) =>
        arguments.Count == 0 ? name : $"{name}<{string.Join(", ", arguments)}>";

    /// <summary>The length of the namespace at the start of a name, with its dot.</summary>
    public static int NamespaceChars(string name)
    {
        // The name of a generated type may contain dots in its angle brackets.
        int bracket = name.IndexOf('<', StringComparison.Ordinal);
        return name.AsSpan(0, bracket < 0 ? name.Length : bracket).LastIndexOf('.') + 1;
    }

    /// <summary>The name of a file-local type without its file: "&lt;File&gt;F0123…__Name" is "Name".</summary>
    public static string LocalName(string name)
    {
        const int HashChars = 64;
        int hash = name.IndexOf(">F", StringComparison.Ordinal) + 2;
        int end = hash + HashChars;
        bool isLocal = name.StartsWith('<') && hash > 2 && name.Length > end + 2
            && name.AsSpan(end, 2).SequenceEqual("__");
        return isLocal ? name[(end + 2)..] : name;
    }

    /// <summary>Names for the arguments of an open type.</summary>
    public static string[] OpenArguments(int count) =>
        count == 1 ? ["T"] : [.. Enumerable.Range(1, count).Select(static number => $"T{number}")];
}
