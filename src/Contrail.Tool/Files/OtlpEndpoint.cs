using System.Net.Http.Headers;
using Contrail.Tool.Text;

namespace Contrail.Tool.Files;

/// <summary>A collector of OpenTelemetry that receives profiles by HTTP.</summary>
internal static class OtlpEndpoint
{
    private const string ProfilesPath = "/v1development/profiles";
    private const int MaxAnswerChars = 300;
    private const int MaxAnswerBytes = 64 << 10;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>Reads the address of a collector, such as <c>http://127.0.0.1:4318</c>.</summary>
    /// <param name="text">The text; a path is kept, without one that of profiles is added.</param>
    /// <param name="address">Where profiles are sent.</param>
    public static bool TryParse(string text, out Uri address)
    {
        bool isAddress = Uri.TryCreate(text, UriKind.Absolute, out Uri? parsed)
            && parsed.Scheme is "http" or "https" && parsed.UserInfo.Length == 0;
        address = !isAddress ? new Uri("about:blank")
            : parsed!.AbsolutePath == "/" ? new Uri(parsed, ProfilesPath) : parsed;
        return isAddress;
    }

    /// <summary>Sends profiles; returns why they were not accepted, or null if they were.</summary>
    public static string? Send(Uri address, byte[] profiles, CancellationToken cancellationToken)
    {
        using HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Timeout };
        using ByteArrayContent content = new(profiles);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-protobuf");
        using HttpRequestMessage request = new(HttpMethod.Post, address) { Content = content };
        try
        {
            using HttpResponseMessage answer = client.Send(request, cancellationToken);
            if (answer.IsSuccessStatusCode)
            {
                byte[] body = new byte[MaxAnswerBytes];
                using Stream stream = answer.Content.ReadAsStream(cancellationToken);
                int length = stream.ReadAtLeast(body, body.Length, throwOnEndOfStream: false);
                return OtlpAnswer.WhyRejected(body.AsSpan(0, length));
            }

            using StreamReader reader = new(answer.Content.ReadAsStream(cancellationToken));
            char[] text = new char[MaxAnswerChars];
            int count = reader.ReadBlock(text);
            string words = TerminalSanitizer.Clean(new string(text, 0, count), MaxAnswerChars).Trim();
            return $"the collector answered {(int)answer.StatusCode}" + (words.Length > 0 ? $": {words}" : "");
        }
        catch (HttpRequestException failure)
        {
            return $"it cannot be reached: {failure.Message}";
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"it did not answer within {Timeout.TotalSeconds} s";
        }
    }
}
