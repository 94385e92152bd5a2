namespace Contrail.Analysis.NetTrace.Interpreting;

/// <summary>Finds what a programmer wrote in the names that the C# compiler makes of it.</summary>
internal static class SourceNames
{
    /// <summary>Deeper names are left as they are: a file may claim any.</summary>
    private const int MaxDepth = 8;

    private static readonly string[] Accessors = ["get", "set", "add", "remove"];

    /// <summary>Adds the parts of a method's name: the method first, then the functions in it.</summary>
    public static void AddTo(List<string> parts, string name) => AddTo(parts, name, MaxDepth);

    /// <summary>The position of the bracket that closes the one at the start; -1 if none is there.</summary>
    public static int ClosingAngle(string name)
    {
        int depth = 0;
        for (int index = 0; index < name.Length && name[0] == '<'; index++)
        {
            depth += name[index] == '<' ? 1 : name[index] == '>' ? -1 : 0;
            if (depth == 0)
            {
                return index;
            }
        }

        return -1;
    }

    /// <summary>
    /// A member of an interface that is implemented explicitly, without namespaces; other names as they are.
    /// </summary>
    public static string WithoutNamespaces(string name)
    {
        int member = DotBefore(name, name.Length);
        return member <= 0 ? name : name[(DotBefore(name, member) + 1)..];
    }

    private static void AddTo(List<string> parts, string name, int depthLeft)
    {
        int close = ClosingAngle(name);
        if (close <= 1 || depthLeft == 0)
        {
            AddMember(parts, name);
            return;
        }

        string containing = name[1..close];
        string kind = name[(close + 1)..];
        if (kind.StartsWith("b__", StringComparison.Ordinal))
        {
            // "b__3_1" is the second lambda of the method, "b__1" too if it uses variables of the method.
            AddTo(parts, containing, depthLeft - 1);
            string number = new([.. kind[(kind.LastIndexOf('_') + 1)..].TakeWhile(char.IsAsciiDigit)]);
            parts.Add(number is "" or "0" ? "lambda" : "lambda_" + number);
        }
        else if (kind.StartsWith("g__", StringComparison.Ordinal))
        {
            AddTo(parts, containing, depthLeft - 1);
            int bar = kind.IndexOf('|', StringComparison.Ordinal);
            parts.Add(bar < 0 ? kind[3..] : kind[3..bar]);
        }
        else if (kind is "" or "$")
        {
            AddTo(parts, containing, depthLeft - 1);
        }
        else
        {
            parts.Add(name);
        }
    }

    // "get_Count" is "Count.get".
    private static void AddMember(List<string> parts, string name)
    {
        string member = WithoutNamespaces(name);
        int start = DotBefore(member, member.Length) + 1;
        string? accessor = Array.Find(Accessors, accessor =>
            member.AsSpan(start).StartsWith(accessor, StringComparison.Ordinal)
            && member.Length > start + accessor.Length + 1 && member[start + accessor.Length] == '_');
        parts.Add(accessor is null ? member : $"{member[..start]}{member[(start + accessor.Length + 1)..]}.{accessor}");
    }

    // The last dot before a position, outside of angle brackets; -1 if there is none. ".ctor" begins with one.
    private static int DotBefore(string name, int end)
    {
        int depth = 0;
        for (int index = end - 1; index >= 0; index--)
        {
            depth += name[index] == '>' ? 1 : name[index] == '<' ? -1 : 0;
            if (name[index] == '.' && depth == 0)
            {
                return index;
            }
        }

        return -1;
    }
}
