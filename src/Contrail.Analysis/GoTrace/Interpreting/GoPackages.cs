using Contrail.Analysis.Model;

namespace Contrail.Analysis.GoTrace.Interpreting;

/// <summary>
/// The packages of Go functions, and whose they are: the standard library by its names, dependencies by the version in
/// the path of their source files. A trace does not contain the path of the program's module.
/// </summary>
internal static class GoPackages
{
    private static readonly HashSet<string> Standard =
    [
        "archive", "bufio", "builtin", "bytes", "cmp", "compress", "container", "context", "crypto", "database",
        "debug", "embed", "encoding", "errors", "expvar", "flag", "fmt", "go", "hash", "html", "image", "index",
        "internal", "io", "iter", "log", "maps", "math", "mime", "net", "os", "path", "plugin", "reflect", "regexp",
        "runtime", "slices", "sort", "strconv", "strings", "structs", "sync", "syscall", "testing", "text", "time",
        "unicode", "unique", "unsafe", "vendor", "weak",
    ];

    /// <summary>The path of a function's package; empty for a function without one.</summary>
    public static string PackageOf(string function)
    {
        int end = PathEnd(function);
        int dot = function.IndexOf('.', end);
        return dot < 0 ? "" : function[..dot];
    }

    /// <summary>How many characters of a function's name are the path to the last element of its package.</summary>
    public static int QualifierChars(string function) => PathEnd(function);

    /// <summary>Where the code of a function comes from.</summary>
    public static FrameOrigin OriginOf(string package, string file)
    {
        if (package.Length == 0)
        {
            return FrameOrigin.Unknown;
        }

        // Functions that the compiler made for a type: "type:.eq.main.order".
        if (package.StartsWith("type:", StringComparison.Ordinal))
        {
            return FrameOrigin.Framework;
        }

        int slash = package.IndexOf('/', StringComparison.Ordinal);
        if (Standard.Contains(slash < 0 ? package : package[..slash]))
        {
            return FrameOrigin.Framework;
        }

        // "…/pkg/mod/github.com/lib/pq@v1.10.9/conn.go", and the same without its start from a trimmed build.
        bool isDependency = file.Contains("@v", StringComparison.Ordinal)
            || file.Contains("/vendor/", StringComparison.Ordinal);
        return isDependency ? FrameOrigin.Library : FrameOrigin.Own;
    }

    // The arguments of a generic function may contain paths of their own.
    private static int PathEnd(string function)
    {
        int bracket = function.IndexOf('[', StringComparison.Ordinal);
        return function.AsSpan(0, bracket < 0 ? function.Length : bracket).LastIndexOf('/') + 1;
    }
}
