namespace Contrail.Analysis.Model;

/// <summary>One call of a stack.</summary>
/// <param name="Name">
/// The method or function with its namespace and type, or its package; empty if the trace does not contain it.
/// </param>
/// <param name="File">The source file; empty if unknown.</param>
/// <param name="Line">The line in that file; 0 if unknown.</param>
/// <param name="Address">The address in the code of a frame without a name; otherwise 0.</param>
internal readonly record struct StackFrame(string Name, string File, int Line, ulong Address)
{
    /// <summary>Whether the method is known.</summary>
    public bool IsNamed => Name.Length > 0;

    /// <summary>
    /// The module that contains the code: the name of its file without the extension, for Go the path of the package;
    /// empty if unknown.
    /// </summary>
    public string Module { get; init; } = "";

    /// <summary>Where the code comes from.</summary>
    public FrameOrigin Origin { get; init; }

    /// <summary>The parameters' types in parentheses; empty if unknown. They separate overloads.</summary>
    public string Parameters { get; init; } = "";

    /// <summary>
    /// The length of the start of <see cref="Name"/> that its short form omits: the namespace, or the package's path.
    /// </summary>
    public int QualifierChars { get; init; }

    /// <summary>Its method in its module, for its source; null if unknown.</summary>
    public ModuleMethod? Method { get; init; }

    /// <summary>Whether it is the body of an asynchronous method, which may run in several parts.</summary>
    public bool IsAsync { get; init; }

    /// <summary>The name without its namespace, for narrow pages.</summary>
    public string ShortName => Name[QualifierChars..];

    /// <summary>The name with its parameters: what a search matches.</summary>
    public string FullName => Name + Parameters;

    /// <summary>A frame with a name only.</summary>
    public static StackFrame Named(string name) => new(name, "", 0, 0);

    /// <summary>A frame without a name.</summary>
    public static StackFrame At(ulong address) => new("", "", 0, address);
}
