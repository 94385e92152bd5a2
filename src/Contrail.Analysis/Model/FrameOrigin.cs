namespace Contrail.Analysis.Model;

/// <summary>Where the code of a frame comes from.</summary>
internal enum FrameOrigin
{
    /// <summary>Unknown: code without a name, and code that was generated while the process ran.</summary>
    Unknown,

    /// <summary>The program's own code: everything that is not known to be something else.</summary>
    Own,

    /// <summary>A library that the program uses, as far as it can be recognized.</summary>
    Library,

    /// <summary>The runtime with its libraries: the .NET shared frameworks, the standard library of Go.</summary>
    Framework,

    /// <summary>Native code.</summary>
    Native,
}
