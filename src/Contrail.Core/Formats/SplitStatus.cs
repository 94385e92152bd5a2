namespace Contrail.Core.Formats;

/// <summary>The result of looking for the next frame.</summary>
internal enum SplitStatus
{
    /// <summary>A complete frame was found.</summary>
    Complete,

    /// <summary>The bytes are valid so far, and more are needed.</summary>
    NeedMore,

    /// <summary>The bytes cannot be of this format.</summary>
    Malformed,

    /// <summary>A known format that is not read; the splitter names it.</summary>
    Unsupported,

    /// <summary>The stream contained its end mark.</summary>
    End,
}
