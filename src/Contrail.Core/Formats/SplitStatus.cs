namespace Contrail.Core.Formats;

/// <summary>What came of looking for the next frame.</summary>
internal enum SplitStatus
{
    /// <summary>There is a whole frame.</summary>
    Complete,

    /// <summary>What is there is right so far, and more bytes are needed.</summary>
    NeedMore,

    /// <summary>The bytes cannot be this format.</summary>
    Malformed,

    /// <summary>A format we know and do not read; the splitter names it.</summary>
    Unsupported,

    /// <summary>The stream has said that it ends here.</summary>
    End,
}
