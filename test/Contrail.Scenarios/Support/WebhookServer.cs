using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Contrail.Scenarios.Support;

/// <summary>A local server with https that accepts POSTs. The certificate of its name is in a file.</summary>
public sealed class WebhookServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2 _certificate;

    /// <param name="certificatePath">The file of the certificate, which is written.</param>
    public WebhookServer(string certificatePath)
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 made = request.CreateSelfSigned(
            DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(certificatePath, made.ExportCertificatePem());
        _certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), password: null);
        _listener.Start();
    }

    /// <summary>Its URL, with a path and a secret.</summary>
    public string Url => $"https://localhost:{((IPEndPoint)_listener.LocalEndpoint).Port}/hook?token=secret";

    /// <summary>Returns the request of the next connection, with its body, and accepts it.</summary>
    public async Task<string> AcceptAsync(CancellationToken cancellation)
    {
        using TcpClient client = await _listener.AcceptTcpClientAsync(cancellation);
        await using SslStream stream = new(client.GetStream());
        await stream.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions { ServerCertificate = _certificate }, cancellation);
        StringBuilder text = new();
        byte[] read = new byte[4_096];
        while (!text.ToString().EndsWith('}'))
        {
            int count = await stream.ReadAsync(read, cancellation);
            text.Append(count > 0 ? Encoding.UTF8.GetString(read, 0, count) : throw new EndOfStreamException());
        }

        await stream.WriteAsync("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"u8.ToArray(), cancellation);
        return text.ToString();
    }

    public void Dispose()
    {
        _listener.Dispose();
        _certificate.Dispose();
    }
}
